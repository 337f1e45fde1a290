import MigrationPhases
import MigrationSQLite

/// Tables whose name begins with `migrated_` are the ledger's.
enum LedgerRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    if analysesEverything(statement) {
      return [
        statement.finding(
          .ledger, "ANALYZE without a table's name goes through every table, the ledger's, too",
          hint: "name the table: `ANALYZE orders;`, one statement for each")
      ]
    }
    guard let (name, offset) = touched(by: statement) else { return [] }
    return [
      statement.finding(
        .ledger, at: offset, "\(name) belongs to the ledger, which only migrated writes",
        hint: "names that begin with \(SQLiteLedgerNames.prefix) are taken; use another")
    ]
  }

  /// Also by a database's name, which goes before a table's.
  private static func analysesEverything(_ statement: AnalysedStatement) -> Bool {
    guard case .analyze = statement.verb else { return false }
    let names = statement.tokens.dropFirst().filter { $0.text != ";" }
    guard let only = names.first?.name, names.count == 1 else { return names.isEmpty }
    return foldedSQLiteName(only) == "main"
  }

  static func touched(by statement: AnalysedStatement) -> (name: String, offset: Int?)? {
    if let token = SQLiteLedgerNames.first(in: statement.tokens, verb: statement.verb), let name = token.name {
      let start = statement.tokens.first?.range.lowerBound ?? 0
      return (name, token.range.lowerBound - start)
    }
    if let failure = statement.failure, let table = SQLiteMessage.missingTable(failure),
      SQLiteLedgerNames.isOne(table)
    {
      return (table, failure.offset)
    }
    let action = statement.look.actions.first { action in
      guard let name = action.first, SQLiteLedgerNames.isOne(name) else { return false }
      return SQLiteActionCode.create.contains(action.code) || SQLiteWrites.isWrite(action)
    }
    return action?.first.map { ($0, nil) }
  }
}
