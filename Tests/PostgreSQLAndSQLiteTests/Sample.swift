import MigrationPhases
import MigrationTargets

/// What the tests are about, in SQL of both engines.
enum Sample {
  static let people = """
    CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);
    INSERT INTO people VALUES (1, 'Ada'), (2, 'Grace'), (3, 'Edsger');
    """
  static let add = script("ALTER TABLE people ADD COLUMN full_name TEXT")
  static let drop = script("ALTER TABLE people DROP COLUMN full_name", file: "rollback.sql")
  static let fill = BackfillWork.update(
    table: "people", assignments: [.init(column: "full_name", expression: "name")], condition: "full_name IS NULL")
  static let undo = step(.expand, "undo")
  static let rows = step(.backfill, "rows")
}

func script(_ statements: String..., file: String = "expand.sql") -> [ScriptStatement] {
  statements.enumerated().map { index, sql in
    ScriptStatement(sql: sql, file: file, line: index + 1, column: 1, ordinal: index + 1)
  }
}

func query(_ sql: String) -> ScriptStatement { script(sql, file: "verify.sql")[0] }

let digest = String(repeating: "a1", count: 32)

func step(_ phase: Phase, _ name: String = "apply", of migration: String = "add-full-name") -> StepKey {
  StepKey(migration: migration, digest: digest, phase: phase, step: name)
}

/// The ledger that databases get here, and in whose name.
let tie = LedgerTie(journal: "this-journal", ledger: "this-ledger", isNew: true)

extension Target {
  func apply(
    _ statements: [ScriptStatement], as key: StepKey = step(.expand), to version: Int = 2, tied: LedgerTie = tie
  ) async throws(TargetError) -> StepProof {
    try await apply(statements, as: key, raisingTo: version, tied: tied) { _ in }
  }
}
