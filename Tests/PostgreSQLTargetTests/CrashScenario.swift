import MigrationPhases
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

/// Something that a target does, of which no statement may happen twice.
struct CrashScenario: Sendable, CustomTestStringConvertible {
  var name: String
  var testDescription: String { name }
  /// Whether expand is done before, without any harm.
  var isExpanded = false
  var isSmall = false
  /// Whether it was still to be done.
  var act: @Sendable (PostgreSQLTarget) async throws -> Bool
  /// Whether the ledger has all of it as done.
  var isDone: @Sendable (LedgerRecord?) -> Bool
  /// What there is in the end, as `state` has it.
  var end: String

  static let tables = """
    DROP SCHEMA IF EXISTS migrated CASCADE;
    DROP TABLE IF EXISTS people, runs;
    DROP TYPE IF EXISTS mood;
    CREATE TYPE mood AS ENUM ('sad', 'glad');
    CREATE TABLE runs (n int GENERATED ALWAYS AS IDENTITY, what text);
    CREATE TABLE people (id int PRIMARY KEY, name text, n int NOT NULL DEFAULT 0);
    INSERT INTO people (id, name) SELECT n, 'name ' || n FROM generate_series(1, 5) AS n;
    """

  /// All that could be there too little or too often.
  static let state = """
    SELECT concat_ws(' | ',
      (SELECT string_agg(what, ' ' ORDER BY n) FROM runs),
      (SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute
       WHERE attrelid = 'people'::regclass AND attnum > 0 AND NOT attisdropped),
      (SELECT string_agg(indexrelid::regclass || CASE WHEN indisvalid THEN '' ELSE ' INVALID' END, ' '
         ORDER BY indexrelid::regclass::text) FROM pg_index WHERE indrelid = 'people'::regclass),
      (SELECT string_agg(enumlabel, ' ' ORDER BY enumsortorder) FROM pg_enum),
      (SELECT string_agg(n::text, ' ' ORDER BY id) FROM people),
      (SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'zz_migrated%'),
      (SELECT count(*) FROM migrated.intent),
      (SELECT string_agg(CASE WHEN undone_at_us IS NULL THEN '' ELSE '-' END || phase || '.' || step, ' '
         ORDER BY phase, step) FROM migrated.ledger),
      (SELECT string_agg(batches || ' of ' || rows_done || '/' || rows_written, ' ') FROM migrated.backfill),
      (SELECT current || '/' || oldest_supported FROM migrated.schema))
    """

  private static let inStep = InStep(
    migration: "add-full-name", table: "people", forward: [.init(column: "a", expression: "n + 1")],
    condition: "a IS NULL")

  /// What contract and undo start from.
  static func expand(_ target: PostgreSQLTarget) async throws {
    let statements = script(
      "ALTER TABLE people ADD COLUMN a int, ADD COLUMN b int", "CREATE INDEX by_name ON people (name)")
    _ = try await target.apply(statements, keeping: inStep, as: step(.expand), raisingTo: 2, tied: tie) { _ in }
  }

  private static let expand = script(
    "ALTER TABLE people ADD COLUMN a int", "INSERT INTO runs (what) VALUES ('first')",
    "CREATE INDEX CONCURRENTLY by_name ON people (name)",
    "ALTER TABLE people ADD COLUMN b int", "ALTER TYPE mood ADD VALUE 'mad'",
    "INSERT INTO runs (what) VALUES ('second')")

  static let all = [small, whole, backfill, contract, undo]

  /// Between them every kind of step: statements that share a transaction, some that have none, triggers, batches. What
  /// takes long is done to these only.
  static let kinds = [whole, backfill]

  private static let small = CrashScenario(
    name: "a script of one transaction", isSmall: true,
    act: { try await $0.apply(script("INSERT INTO runs (what) VALUES ('one')")).isDone },
    isDone: { $0?.has(.expand, "apply") == true },
    end: "one | id name n | people_pkey | sad glad | 0 0 0 0 0 | 0 | 0 | expand.apply | 2/0")

  private static let whole = CrashScenario(
    name: "expand in parts",
    act: { target in
      try await target.apply(expand, keeping: inStep, as: step(.expand), raisingTo: 2, tied: tie) { _ in }.isDone
    }, isDone: { $0?.has(.expand, "apply") == true },
    end: "first second | id name n a b | by_name people_pkey | sad glad mad | 0 0 0 0 0 | 2 | 0 | "
      + "expand.apply expand.apply/1 expand.apply/2 expand.apply/3 | 2/0")

  private static let backfill = CrashScenario(
    name: "a backfill of three batches",
    act: { target in
      let work = BackfillWork.update(
        table: "people", assignments: [.init(column: "n", expression: "n + 1")], condition: nil)
      var written = 0
      while true {
        let batch = try await target.backfillBatch(work, of: step(.backfill, "rows"), tied: tie, limit: 2)
        written += batch.rowsWritten
        if batch.isFinished { return written > 0 }
      }
    },
    isDone: { $0?.has(.backfill, "rows") == true },
    end: "id name n | people_pkey | sad glad | 1 1 1 1 1 | 0 | 0 | backfill.rows | 3 of 5/5 | 0/0")

  private static let contract = CrashScenario(
    name: "contract",
    isExpanded: true,
    act: { target in
      let statements = script(
        "DROP INDEX CONCURRENTLY by_name", "ALTER TABLE people DROP COLUMN b",
        "INSERT INTO runs (what) VALUES ('third')", file: "contract.sql")
      return try await target.apply(
        statements, keeping: inStep, as: step(.contract), raisingTo: 2, tied: tie
      ) { _ in }.isDone
    },
    isDone: { $0?.has(.contract, "apply") == true },
    end: "third | id name n a | people_pkey | sad glad | 0 0 0 0 0 | 0 | 0 | "
      + "contract.apply contract.apply/1 contract.apply/2 expand.apply | 2/2")

  private static let undo = CrashScenario(
    name: "undo",
    isExpanded: true,
    act: { target in
      let statements = script(
        "ALTER TABLE people DROP COLUMN b, DROP COLUMN a", "INSERT INTO runs (what) VALUES ('back')",
        "DROP INDEX CONCURRENTLY by_name", file: "rollback.sql")
      return try await target.undo(statements, keeping: inStep, as: step(.expand, "undo"), tied: tie).isDone
    },
    isDone: { $0?.stands == false },
    end: "back | id name n | people_pkey | sad glad | 0 0 0 0 0 | 0 | 0 | "
      + "-expand.apply -expand.undo/1 | 0/0")
}
