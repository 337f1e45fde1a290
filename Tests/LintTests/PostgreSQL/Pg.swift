import MigrationLint
import MigrationPhases

/// Plans for PostgreSQL, in pieces.
enum Pg {
  static func source(_ text: String, _ file: String = "expand.sql") -> ScriptSource {
    ScriptSource(file: file, text: text)
  }

  static func expand(_ sql: String) -> [Finding] { PostgreSQLLint.check(LintInput(expand: source(sql))) }

  static func rollback(of expand: String, _ sql: String) -> [Finding] {
    PostgreSQLLint.check(LintInput(expand: source(expand), rollback: source(sql, "back.sql")))
  }

  static func contract(_ sql: String) -> [Finding] {
    PostgreSQLLint.check(LintInput(contract: source(sql, "contract.sql")))
  }

  static func backfill(_ backfill: LintBackfill, after expand: String) -> [Finding] {
    PostgreSQLLint.check(LintInput(expand: source(expand), backfill: backfill), phases: [.backfill])
  }

  static func query(_ sql: String) -> [Finding] {
    PostgreSQLLint.check(
      LintInput(queries: [LintQuery(label: "verify \"it holds\"", phase: .expand, source: source(sql, "verify.sql"))]))
  }
}
