/// A socket that systemd handed over (sd_listen_fds(3)).
struct InheritedSocket: Sendable, Hashable {
  /// FileDescriptorName= of the socket unit; the unit's own name where it has none.
  var name: String
  var descriptor: Int32
}
