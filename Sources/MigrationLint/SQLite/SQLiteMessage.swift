import MigrationSQLite

/// Tells SQLite's complaints apart, which for the most part have one code and differ in their words only.
enum SQLiteMessage {
  enum Kind: Sendable, Hashable {
    case syntax
    /// A name that is not there, or a table that does not have what is asked of it.
    case unresolved
    case bounds
    case other
  }

  static func kind(of error: SQLiteError) -> Kind {
    if error.isInterrupted || error.isFull { return .bounds }
    let message = error.message
    for sign in ["syntax error", "incomplete input", "unrecognized token", "there is no statement"] {
      if message.contains(sign) { return .syntax }
    }
    for sign in ["no such ", "has no column named", "values were supplied", "values for ", "ambiguous column name"] {
      if message.contains(sign) { return .unresolved }
    }
    return .other
  }

  /// The table of `no such table: main.Customer`, without its schema.
  static func missingTable(_ error: SQLiteError) -> String? {
    for mark in ["no such table: ", "no such view: "] {
      guard let range = error.message.firstRange(of: mark) else { continue }
      let name = String(error.message[range.upperBound...])
      return name.hasPrefix("main.") ? String(name.dropFirst("main.".count)) : name
    }
    return nil
  }
}
