import Glibc

/// What systemd tells a service by its environment.
struct SystemdEnvironment: Sendable, Hashable {
  /// The name that migrated.socket gives the control socket.
  static let socketName = "varlink"

  var notifier: Notifier
  /// How long systemd waits for a sign of life before it ends the service; nil where it does not.
  var watchdog: Duration?
  var sockets: [InheritedSocket]

  /// The control socket; nil where systemd handed none over by that name.
  var socket: Int32? { sockets.first { $0.name == Self.socketName }?.descriptor }

  /// What is odd about the sockets; nil where all is well.
  var complaint: String? {
    let others = sockets.map(\.name).filter { $0 != Self.socketName }
    guard !others.isEmpty else { return nil }
    return "systemd handed over \(others.joined(separator: ", ")), which migrated does not use; "
      + "the control socket is the one with FileDescriptorName=\(Self.socketName)"
  }

  /// Reads the variables, takes them out of the environment so that no child believes they are its own, and marks the
  /// sockets as not to be inherited. To be called once, before there is a second thread.
  static func take() -> SystemdEnvironment {
    var variables: [String: String] = [:]
    for name in variableNames {
      if let value = getenv(name) { variables[name] = String(cString: value) }
      unsetenv(name)
    }
    let environment = SystemdEnvironment(variables: variables, process: getpid())
    for socket in environment.sockets {
      let flags = fcntl(socket.descriptor, F_GETFD)
      if flags >= 0 { _ = fcntl(socket.descriptor, F_SETFD, flags | FD_CLOEXEC) }
    }
    return environment
  }

  static let variableNames = [
    "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "LISTEN_PIDFDID",
  ]

  /// - Parameter process: this process; variables meant for another one do not count.
  init(variables: [String: String], process: Int32) {
    let path = variables["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
    notifier = Notifier(path: path)
    let isWatched = variables["WATCHDOG_PID"].map { $0 == "\(process)" } ?? true
    let microseconds = variables["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
    watchdog = isWatched && microseconds > 0 ? .microseconds(microseconds) : nil
    sockets = variables["LISTEN_PID"] == "\(process)" ? Self.sockets(variables) : []
  }

  private static func sockets(_ variables: [String: String]) -> [InheritedSocket] {
    guard let count = variables["LISTEN_FDS"].flatMap({ Int($0) }), (1...256).contains(count) else { return [] }
    let names = variables["LISTEN_FDNAMES"]?.split(separator: ":", omittingEmptySubsequences: false) ?? []
    return (0..<count).map { index in
      InheritedSocket(
        name: index < names.count ? String(names[index]) : "unknown", descriptor: Int32(firstDescriptor + index))
    }
  }

  /// SD_LISTEN_FDS_START.
  private static let firstDescriptor = 3
}
