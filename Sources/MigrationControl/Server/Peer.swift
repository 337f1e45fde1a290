import Glibc

/// Who is at the other end of a connection, as the kernel told it when the connection was made.
public struct Peer: Sendable, Hashable {
  public let uid: UInt32
  public let gid: UInt32
  public let pid: Int32
  /// Supplementary groups; empty where the kernel does not tell.
  public let groups: [UInt32]

  public init(uid: UInt32, gid: UInt32, pid: Int32, groups: [UInt32]) {
    self.uid = uid
    self.gid = gid
    self.pid = pid
    self.groups = groups
  }

  /// Nil where the descriptor is no connected Unix socket.
  init?(descriptor: Int32) {
    // `struct ucred`, which Glibc hides: pid, uid, gid.
    var credentials: (pid: Int32, uid: UInt32, gid: UInt32) = (0, 0, 0)
    var size = socklen_t(MemoryLayout.size(ofValue: credentials))
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else { return nil }
    self.init(
      uid: credentials.uid, gid: credentials.gid, pid: credentials.pid, groups: Self.groups(descriptor: descriptor))
  }

  private static func groups(descriptor: Int32) -> [UInt32] {
    var groups = [UInt32](repeating: 0, count: 32)
    while true {
      var size = socklen_t(groups.count * MemoryLayout<UInt32>.size)
      let result = getsockopt(descriptor, SOL_SOCKET, SO_PEERGROUPS, &groups, &size)
      let count = Int(size) / MemoryLayout<UInt32>.size
      if result == 0 { return Array(groups.prefix(count)) }
      guard errno == ERANGE, count > groups.count else { return [] }
      groups = [UInt32](repeating: 0, count: count)
    }
  }
}
