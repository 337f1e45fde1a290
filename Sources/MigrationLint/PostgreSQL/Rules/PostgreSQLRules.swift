import MigrationPhases

/// The rules in the order of their findings.
enum PostgreSQLRules {
  /// For every script.
  static let always: [any PostgreSQLRule.Type] = [
    PostgreSQLFailureRule.self, PostgreSQLTransactionRule.self, PostgreSQLSettingRule.self, PostgreSQLLedgerRule.self,
    PostgreSQLTemporaryRule.self, PostgreSQLParameterRule.self, PostgreSQLAnalysableRule.self,
    PostgreSQLColumnRule.self, PostgreSQLConstraintRule.self, PostgreSQLIndexRule.self, PostgreSQLSelectRule.self,
  ]

  /// For scripts that keep what was there.
  static let adding: [any PostgreSQLRule.Type] = [
    PostgreSQLDropRule.self, PostgreSQLRenameRule.self, PostgreSQLRowRule.self, PostgreSQLSchemaChangeRule.self,
    PostgreSQLTriggerRule.self,
  ]

  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    let findings = always.flatMap { $0.check(statement, in: script) }
    guard script.kind.keepsWhatWasThere else { return findings }
    return findings + adding.flatMap { $0.check(statement, in: script) }
  }
}
