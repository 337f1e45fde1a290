import Glibc
import Testing

@testable import migrated

@Suite struct SystemdEnvironmentTests {
  @Test func `without systemd there is nobody to tell and nothing handed over`() {
    let environment = SystemdEnvironment(variables: [:], process: 7)
    #expect(environment.notifier == Notifier(path: nil))
    #expect(environment.watchdog == nil)
    #expect(environment.sockets.isEmpty)
    #expect(environment.socket == nil)
    #expect(environment.complaint == nil)
  }

  @Test func `the control socket is the one called varlink`() {
    let environment = SystemdEnvironment(
      variables: ["LISTEN_PID": "7", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "other:varlink"], process: 7)
    #expect(environment.sockets == [.init(name: "other", descriptor: 3), .init(name: "varlink", descriptor: 4)])
    #expect(environment.socket == 4)
  }

  @Test(arguments: [("migrated.socket", "migrated.socket"), (nil, "unknown"), ("", "")])
  func `a socket of another name is not taken and is complained about`(names: String?, shown: String) {
    var variables = ["LISTEN_PID": "7", "LISTEN_FDS": "1"]
    variables["LISTEN_FDNAMES"] = names
    let environment = SystemdEnvironment(variables: variables, process: 7)
    #expect(environment.socket == nil)
    #expect(
      environment.complaint == "systemd handed over \(shown), which migrated does not use; "
        + "the control socket is the one with FileDescriptorName=varlink")
  }

  @Test(arguments: [
    ["LISTEN_PID": "8", "LISTEN_FDS": "1", "LISTEN_FDNAMES": "varlink"],
    ["LISTEN_FDS": "1", "LISTEN_FDNAMES": "varlink"],
    ["LISTEN_PID": "7", "LISTEN_FDS": "0", "LISTEN_FDNAMES": "varlink"],
    ["LISTEN_PID": "7", "LISTEN_FDS": "-1", "LISTEN_FDNAMES": "varlink"],
    ["LISTEN_PID": "7", "LISTEN_FDS": "2147483647", "LISTEN_FDNAMES": "varlink"],
    ["LISTEN_PID": "7", "LISTEN_FDS": "one", "LISTEN_FDNAMES": "varlink"],
  ])
  func `sockets for another process, or how many nobody knows, are not ours`(variables: [String: String]) {
    #expect(SystemdEnvironment(variables: variables, process: 7).sockets.isEmpty)
  }

  @Test func `the watchdog counts for this process`() {
    let both = ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"]
    #expect(SystemdEnvironment(variables: both, process: 7).watchdog == .seconds(30))
    #expect(SystemdEnvironment(variables: both, process: 8).watchdog == nil)
    #expect(SystemdEnvironment(variables: ["WATCHDOG_USEC": "1000"], process: 8).watchdog == .milliseconds(1))
    for value in ["0", "-1", "soon", ""] {
      #expect(SystemdEnvironment(variables: ["WATCHDOG_USEC": value], process: 7).watchdog == nil)
    }
  }

  @Test func `what is no path is no notify socket`() {
    #expect(SystemdEnvironment(variables: ["NOTIFY_SOCKET": "@x"], process: 7).notifier.path == "@x")
    #expect(SystemdEnvironment(variables: ["NOTIFY_SOCKET": "/x"], process: 7).notifier.path == "/x")
    #expect(SystemdEnvironment(variables: ["NOTIFY_SOCKET": "vsock:2:1"], process: 7).notifier.path == nil)
  }

  @Test func `children inherit neither the variables nor the sockets`() async {
    await #expect(processExitsWith: .success) {
      // A descriptor that systemd could have handed over: the environment says that all from 3 up to it are ours.
      let given = fcntl(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0), F_DUPFD, 40)
      let names = Array(repeating: "other", count: Int(given) - 3) + ["varlink"]
      setenv("LISTEN_PID", "\(getpid())", 1)
      setenv("LISTEN_FDS", "\(given - 2)", 1)
      setenv("LISTEN_FDNAMES", names.joined(separator: ":"), 1)
      setenv("NOTIFY_SOCKET", "/nowhere", 1)
      setenv("WATCHDOG_USEC", "1000000", 1)
      setenv("WATCHDOG_PID", "\(getpid())", 1)
      precondition(fcntl(given, F_GETFD) & FD_CLOEXEC == 0)
      let environment = SystemdEnvironment.take()
      precondition(environment.socket == given)
      precondition(environment.watchdog == .seconds(1))
      precondition(environment.notifier.path == "/nowhere")
      precondition(fcntl(given, F_GETFD) & FD_CLOEXEC != 0)
      for name in SystemdEnvironment.variableNames { precondition(getenv(name) == nil) }
      precondition(SystemdEnvironment.take() == SystemdEnvironment(variables: [:], process: getpid()))
      exit(0)
    }
  }
}
