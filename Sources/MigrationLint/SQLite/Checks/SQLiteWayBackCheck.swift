import MigrationPhases
import MigrationSQLite

extension SQLiteLint {
  /// What a rollback would take away from others on a target as it is now, perhaps long after its expand: what they have
  /// built on it since. The rollback and then expand once more are tried out; what is missing after both was not made by
  /// expand. Empty where nothing can be told: the rollback then fails on the target itself, or not.
  /// - Parameter schema: the target's CREATE statements, with what expand made among them.
  public static func checkWayBack(_ input: LintInput, schema: [String]) -> [Finding] {
    guard let expand = input.expand, let rollback = input.rollback else { return [] }
    let budget = SQLiteBudget()
    do {
      let sandbox = try SQLiteSandbox(schema: schema, budget: budget)
      let now = sandbox.schema
      var back = SQLiteScriptCheck(
        .rollback, in: sandbox, created: try SQLiteScriptCheck.made(by: expand, within: budget))
      back.check(rollback)
      let broken = back.findings.filter { $0.severity == .error && $0.rule == LintRule.breaksExisting.rawValue }
      guard back.isComplete, broken.isEmpty else { return broken }
      var again = SQLiteScriptCheck(.expand, in: sandbox)
      again.check(expand)
      let lost = SQLiteSchemaChanges.losses(from: now, to: sandbox.schema)
      guard again.isComplete, !lost.isEmpty else { return [] }
      let shown = lost.prefix(10).joined(separator: ", ") + (lost.count > 10 ? ", …" : "")
      return [
        Finding(
          file: rollback.file, rule: LintRule.takesOthers.rawValue,
          message: "it would take away what this plan's expand did not make: \(shown)",
          hint: "roll back first what came after it, or take that away by hand if nobody needs it")
      ]
    } catch { return [] }
  }
}
