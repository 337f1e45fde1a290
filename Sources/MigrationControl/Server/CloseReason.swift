/// Why the server closed a connection, or did not let it in.
public enum CloseReason: Sendable, Hashable {
  case tooManyConnections(bound: Int)
  case tooManyOfUser(bound: Int)
  case oversized(bound: Int)
  /// What was wrong with the message.
  case malformed(String)
  case unfinishedMessage(after: Duration)
  case idle(after: Duration)
  case slowReader(after: Duration)
  /// A handler could not answer; what went wrong.
  case failed(method: String, message: String)
}

extension CloseReason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooManyConnections(let bound): "refused: there are \(bound) connections already"
    case .tooManyOfUser(let bound): "refused: this user has \(bound) connections already"
    case .oversized(let bound): "closed: a message of more than \(bound) bytes (limits.messageSize)"
    case .malformed(let message): "closed: \(message)"
    case .unfinishedMessage(let bound): "closed: a message was begun and not finished within \(bound)"
    case .idle(let bound): "closed: no call within \(bound)"
    case .slowReader(let bound): "closed: nothing read of its replies within \(bound)"
    case .failed(let method, let message): "closed: \(method) could not be answered: \(message)"
    }
  }
}
