/// Finds names of the ledger where a statement names a table, whether they can be resolved or not.
enum SQLiteLedgerNames {
  static let prefix = "migrated_"

  static func isOne(_ name: String) -> Bool { foldedSQLiteName(name).hasPrefix(prefix) }

  /// The first such token; nil where there is none. Columns may be called `migrated_at`.
  static func first(in tokens: [SQLiteToken], verb: SQLiteVerb) -> SQLiteToken? {
    for (index, token) in tokens.enumerated() {
      guard let name = token.name, isOne(name) else { continue }
      var before = tokens[..<index]
      if before.last?.text == ".", before.count > 1 { before = before.dropLast(2) }
      if namesTable(after: before, verb: verb) { return token }
    }
    return nil
  }

  private static func namesTable(after tokens: ArraySlice<SQLiteToken>, verb: SQLiteVerb) -> Bool {
    let last = tokens.last?.keyword ?? ""
    let beforeLast = tokens.dropLast().last?.keyword ?? ""
    switch last {
    case "TABLE", "INTO", "UPDATE", "VIEW", "TRIGGER", "INDEX", "REFERENCES", "JOIN": return true
    case "EXISTS": return beforeLast == "IF" || beforeLast == "NOT"
    case "REPLACE", "IGNORE", "ABORT", "FAIL", "ROLLBACK": return beforeLast == "OR"
    case "FROM": return beforeLast != "DISTINCT"
    case "ON":
      if case .create(let kind, _, _) = verb { return kind == .index || kind == .trigger }
      return false
    case "TO":
      if case .alter(_, .renameTable) = verb { return true }
      return false
    default: return false
    }
  }
}
