/// Something about a connection that an administrator may want in the log.
public enum ServerEvent: Sendable, Hashable {
  case closed(Peer, CloseReason)
  /// A connection could not be taken over from the kernel; the server waits a moment and tries again.
  case acceptFailed(String)
  /// So many more connections of a user were closed or refused within a minute than were told.
  case untold(uid: UInt32, count: Int)
}

extension ServerEvent: CustomStringConvertible {
  public var description: String {
    switch self {
    case .closed(let peer, let reason): "connection of uid \(peer.uid), pid \(peer.pid) \(reason)"
    case .untold(let uid, let count): "uid \(uid): \(count) more connections were closed or refused within a minute"
    case .acceptFailed(let message): "a connection cannot be accepted: \(message)"
    }
  }
}
