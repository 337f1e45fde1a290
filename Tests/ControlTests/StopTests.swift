import MigrationControl
import Testing

@Suite("Stopping")
struct StopTests {
  static func server(_ log: EventLog, _ folder: TestFolder, stopping: Duration = .seconds(10)) throws -> VarlinkServer {
    var limits = ServerLimits()
    limits.stopping = stopping
    return VarlinkServer(
      try ListeningSocket(path: folder.socket, mode: 0o600), service: try TestService.make(log), limits: limits)
  }

  @Test("idle connections are closed, streams are ended with what their method still says, the file is removed")
  func graceful() async throws {
    let folder = try TestFolder()
    let log = EventLog()
    let server = try Self.server(log, folder)
    async let running: Void = server.run()
    let (idle, stream) = try await withTaskExecutorPreference(BlockingExecutor.shared) {
      let idle = try RawSocket(folder.socket)
      idle.send(#"{"method":"org.example.test.Echo","parameters":{"text":"a"}}"#)
      #expect(idle.receive() != nil)
      let stream = try RawSocket(folder.socket)
      stream.send(#"{"method":"org.example.test.Quiet","more":true}"#)
      #expect(stream.receive() != nil)
      return (idle, stream)
    }
    server.stop()
    try await running
    #expect(folder.names.isEmpty)
    #expect(log.events.last == "quiet ended")
    await withTaskExecutorPreference(BlockingExecutor.shared) {
      #expect(idle.isClosedByServer())
      var last: String?
      while let reply = stream.receive() { last = reply }
      #expect(last == #"{"parameters":{"text":"end"}}"#)
      #expect(throws: Errno.self) { try RawSocket(folder.socket) }
    }
    #expect(server.counters.open == 0)
  }

  @Test("a call under way is given its time, and then cancelled")
  func bound() async throws {
    let folder = try TestFolder()
    let log = EventLog()
    let server = try Self.server(log, folder, stopping: .milliseconds(50))
    async let running: Void = server.run()
    let socket = try await withTaskExecutorPreference(BlockingExecutor.shared) {
      let socket = try RawSocket(folder.socket)
      socket.send(#"{"method":"org.example.test.Hang"}"#)
      return socket
    }
    await log.until("hanging")
    server.stop()
    try await running
    #expect(log.events == ["hanging", "cancelled"])
    _ = socket
  }

  @Test("cancelling the task that runs the server stops it too")
  func cancelled() async throws {
    let folder = try TestFolder()
    let server = try Self.server(EventLog(), folder)
    let running = Task { try await server.run() }
    let idle = try await withTaskExecutorPreference(BlockingExecutor.shared) {
      let idle = try RawSocket(folder.socket)
      idle.send(#"{"method":"org.example.test.Echo","parameters":{"text":"a"}}"#)
      #expect(idle.receive() != nil)
      return idle
    }
    running.cancel()
    try await running.value
    #expect(folder.names.isEmpty)
    _ = idle
  }

  @Test("a server that is stopped before it runs serves nobody and returns")
  func early() async throws {
    let folder = try TestFolder()
    let server = try Self.server(EventLog(), folder)
    server.stop()
    try await server.run()
    #expect(folder.names.isEmpty)
  }
}
