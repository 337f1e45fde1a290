/// The control socket that the daemon makes where systemd did not hand it one.
struct SocketSettings: Sendable, Hashable {
  var path = "/run/migrated/control.sock"
  /// Permission bits.
  var mode: UInt32 = 0o660
  /// nil for the daemon's own.
  var group: Principal?
}
