import MigrationPhases

/// The rules in the order of their findings.
enum SQLiteRules {
  /// For every script.
  static let always: [any SQLiteRule.Type] = [
    FailureRule.self, TransactionRule.self, AttachRule.self, PragmaRule.self, VacuumRule.self, TempObjectRule.self,
    LedgerRule.self, ParameterRule.self, NoEffectRule.self, ReservedNameRule.self,
  ]

  /// For scripts that keep what was there.
  static let adding: [any SQLiteRule.Type] = [
    DropRule.self, RenameRule.self, DeleteRule.self, UpdateRule.self, InsertRule.self, TriggeredWritesRule.self,
    NotNullRule.self, UniqueIndexRule.self, NewConstraintRule.self,
  ]

  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    var findings = always.flatMap { $0.check(statement, in: script) }
    let isLedger = findings.contains { $0.rule == LintRule.ledger.rawValue }
    guard script.kind.keepsWhatWasThere, !isLedger else { return findings }
    findings += adding.flatMap { $0.check(statement, in: script) }
    if !findings.contains(where: { $0.severity == .error }) {
      findings += SchemaChangeRule.check(statement, in: script) + LongWorkRule.check(statement, in: script)
    }
    return findings
  }
}
