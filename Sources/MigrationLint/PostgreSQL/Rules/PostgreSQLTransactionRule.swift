import MigrationPhases

/// A script runs in transactions with the ledger's row in them: that is the proof of what was done.
enum PostgreSQLTransactionRule: PostgreSQLRule {
  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    guard statement.type == "TransactionStmt" else { return [] }
    return [
      statement.finding(
        .transactionControl,
        "\(statement.firstWords): \(script.kind.name) runs in transactions that migrated opens and closes",
        hint: "take the statement out")
    ]
  }
}
