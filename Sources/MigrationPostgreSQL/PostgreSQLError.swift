/// Why something could not be done on a PostgreSQL server.
public enum PostgreSQLError: Error, Sendable, Hashable {
  /// The connection string, the service or the password's file cannot be used; nothing was tried.
  case settings(String)
  /// No connection came about. `code` is the SQLSTATE, where it was a server that refused.
  case unreachable(code: String?, String)
  /// The server refused. The connection may be gone, too: a backend that is ended says so first.
  case server(PostgreSQLFailure)
  /// The connection broke before there was an answer.
  case lost(String)
  /// The task was cancelled; so was the statement that ran.
  case cancelled
  /// It took longer than its bound and was cancelled.
  case expired(Duration)
}

extension PostgreSQLError {
  /// Whether the same may work a moment later, without anybody doing anything.
  public var isPassing: Bool {
    switch self {
    case .unreachable(let code, _): code.map(Self.isPassing) ?? true
    case .server(let failure): Self.isPassing(failure.code)
    case .lost: true
    case .settings, .cancelled, .expired: false
    }
  }

  /// Connections that break, a server that starts, stops or has no room.
  private static func isPassing(_ code: String) -> Bool {
    ["08", "53", "57"].contains(code.prefix(2)) && code != "57014"
  }
}

extension PostgreSQLError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .settings(let text), .lost(let text): text
    case .unreachable(let code?, let text): "\(text) (\(code))"
    case .unreachable(nil, let text): text
    case .server(let failure): failure.description
    case .cancelled: "cancelled"
    case .expired(let bound): "it took longer than \(Int64(bound / .milliseconds(1))) ms and was cancelled"
    }
  }
}
