/// The kinds of database that a target can be.
public enum DatabaseEngine: String, CaseIterable, Sendable, Hashable, Codable {
  case sqlite, postgresql

  /// Its maker's spelling, for people.
  public var name: String {
    switch self {
    case .sqlite: "SQLite"
    case .postgresql: "PostgreSQL"
    }
  }
}
