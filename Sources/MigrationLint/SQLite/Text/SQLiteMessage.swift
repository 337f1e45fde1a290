import MigrationSQLite

/// Tells SQLite's complaints apart, which for the most part have one code and differ in their words only.
enum SQLiteMessage {
  enum Kind: Sendable, Hashable {
    case syntax
    /// A name that is not there, or a table that does not have what is asked of it.
    case unresolved
    /// A view or trigger that would be left without what it needs.
    case dependent
    case bounds
    case other
  }

  static func kind(of error: SQLiteError) -> Kind {
    if error.isInterrupted || error.isFull { return .bounds }
    let message = error.message
    for sign in ["syntax error", "incomplete input", "unrecognized token", "there is no statement"] {
      if message.contains(sign) { return .syntax }
    }
    if message.hasPrefix("error in ") { return .dependent }
    for sign in ["no such ", "has no column named", "values were supplied", "values for ", "ambiguous column name"] {
      if message.contains(sign) { return .unresolved }
    }
    return .other
  }

  /// The rule that a failure to prepare offends against.
  static func rule(for error: SQLiteError) -> LintRule {
    switch kind(of: error) {
    case .syntax: .syntaxError
    case .unresolved: .unknownName
    case .dependent, .bounds, .other: .notAnalysable
    }
  }

  /// The table of `no such table: main.Customer`, without its schema.
  static func missingTable(_ error: SQLiteError) -> String? {
    guard let range = error.message.firstRange(of: "no such table: ") else { return nil }
    let name = String(error.message[range.upperBound...])
    return name.hasPrefix("main.") ? String(name.dropFirst("main.".count)) : name
  }

  /// Where in its SQL a failure is: where SQLite says, or where the name stands that it misses.
  static func offset(of error: SQLiteError, in tokens: [SQLiteToken]) -> Int? {
    if let offset = error.offset { return offset }
    guard let mark = error.message.lastRange(of: ": "), error.message.contains("no such ") else { return nil }
    let path = error.message[mark.upperBound...].split(separator: ".").map { foldedSQLiteName(String($0)) }
    guard let name = path.last else { return nil }
    return tokens.first { $0.name.map(foldedSQLiteName) == name }?.range.lowerBound
  }
}

extension String {
  fileprivate func lastRange(of mark: String) -> Range<String.Index>? { ranges(of: mark).last }
}
