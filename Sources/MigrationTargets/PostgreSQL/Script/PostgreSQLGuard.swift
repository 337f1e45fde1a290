import MigrationPhases

/// Keeps a plan's statements to what may run inside a step's transaction: nothing that ends it. What else a statement
/// does is the lint's business; that the ledger stays as it is, is looked at after the script.
enum PostgreSQLGuard {
  /// Throws where the statement would end the transaction that it runs in.
  static func check(_ statement: ScriptStatement) throws(TargetError) {
    let words = PostgreSQLWords(statement.sql, atMost: 2).words
    let verb = words.first ?? ""
    guard verbs.contains(verb) || words == ["prepare", "transaction"] || words == ["set", "transaction"] else { return }
    throw .statement(
      code: "2D000", message: "\(verb.uppercased()) is not allowed here: a step is one transaction of its own",
      statement: statement)
  }

  private static let verbs: Set = [
    "abort", "begin", "commit", "end", "release", "rollback", "savepoint", "start",
  ]
}
