import Glibc

/// Tells the service manager how the service is; where nobody listens, telling does nothing.
struct Notifier: Sendable, Hashable {
  /// $NOTIFY_SOCKET; nil where the daemon was not started by one.
  var path: String?

  /// Whether it was delivered.
  @discardableResult
  func notify(_ notices: ServiceNotice...) -> Bool {
    guard let path, let socket = DatagramSocket(path: path) else { return false }
    return socket.send(Array(notices.flatMap(\.lines).joined(separator: "\n").utf8))
  }

  /// That the configuration is being read again; follow it with `ready`.
  func notifyReloading() {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    notify(.reloading(at: .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)))
  }
}
