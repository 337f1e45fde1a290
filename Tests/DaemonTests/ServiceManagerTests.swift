import Glibc
import Testing

@testable import migrated

/// The whole daemon with a service manager that listens, in a process of its own.
@Suite struct ServiceManagerTests {
  @Test(.timeLimit(.minutes(1)))
  func `the daemon tells when it is ready, that it is alive and that it stops, and ends when told to`() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let manager = try ReceivingSocket(path: "\(folder.path)/notify")
      let path = try folder.write(
        "state: \(folder.path)/state\nsocket: { path: \(folder.path)/control.sock }\n", to: "migrated.yaml")
      setenv("NOTIFY_SOCKET", manager.path, 1)
      setenv("WATCHDOG_USEC", "200000", 1)
      let configuration = try Configuration.load(path: path)
      let daemon = Task { await Daemon(configuration: configuration, configurationPath: path).run() }

      let isReady = await manager.told("READY=1")
      let isAlive = await manager.told("WATCHDOG=1")
      kill(getpid(), SIGTERM)
      let isStopping = await manager.told("STOPPING=1")
      let status = await daemon.value
      precondition(isReady && isAlive && isStopping && status == .stopped)
      exit(0)
    }
  }
}
