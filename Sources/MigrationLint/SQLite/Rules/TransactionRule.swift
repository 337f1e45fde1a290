import MigrationPhases

/// A script runs in one transaction, with the ledger's row in it: that is the proof of what was done.
enum TransactionRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    guard case .transaction(let word) = statement.verb else { return [] }
    return [
      statement.finding(
        .transactionControl, "\(word): \(script.kind.name) runs in one transaction, which migrated opens and closes",
        hint: "take the statement out")
    ]
  }
}
