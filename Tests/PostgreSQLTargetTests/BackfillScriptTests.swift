import MigrationPhases
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

/// A backfill by a statement of the plan's own.
@Suite struct BackfillScriptTests {
  private func work(_ sql: String) -> BackfillWork {
    .script(table: "t", statement: script(sql, file: "backfill.sql")[0])
  }

  private let update = """
    UPDATE t SET new = 'new ' || mark::text || CASE WHEN ':lower' = $$:upper$$ /* :x */ THEN '' ELSE '' END -- :y
    WHERE id > :lower AND id <= :upper
    """

  @Test(arguments: [
    ("int", ["1", "-5", "7", "2147483647"]), ("text", ["'b'", "'a'", "'é'"]),
    ("uuid", ["md5('1')::uuid", "md5('2')::uuid", "md5('3')::uuid"]),
    ("timestamptz", ["'2026-01-01Z'", "'infinity'", "'2020-01-01Z'"]),
  ])
  func `each row is written once`(type: String, rows: [String]) async throws {
    try await Database.with(Backfill.table("id \(type) PRIMARY KEY, …", rows)) { database in
      let target = try database.target()
      _ = try await target.prepareBackfill(work(update), of: Backfill.rows)
      _ = try await Backfill.finish(work(update), on: database, limit: 2, restarting: true)
      #expect(try database.value(Backfill.eachWrittenOnce) == "t")
    }
  }

  @Test(arguments: [
    (
      "UPDATE t SET new = 'x' WHERE id > :lower",
      "backfill.sql:1:1: the statement must have :lower and :upper, both and no others"
    ),
    (
      "UPDATE t SET new = 'x' WHERE id > :lower AND id <= :upper AND id <> :other",
      "backfill.sql:1:1: the statement must have :lower and :upper, both and no others"
    ),
    (
      "SELECT 1 FROM t WHERE id > :lower AND id <= :upper",
      "backfill.sql:1:1: the statement writes nothing; it must be an UPDATE, INSERT, DELETE, MERGE or WITH"
    ),
    (
      "UPDATE t SET new = 'x' WHERE id > :lower OR id <= :upper",
      "backfill.sql:1:1: the statement wrote 2 rows where its range, rows of public.t by id after 2 up to 2, has 0; "
        + "nothing was kept: bound it by WHERE id > :lower AND id <= :upper"
    ),
    (
      "INSERT INTO writes SELECT mark FROM t WHERE :lower::int < 9 AND :upper::int < 9",
      "backfill.sql:1:1: the statement wrote 2 rows where its range, rows of public.t by id after 2 up to 2, has 0; "
        + "nothing was kept: bound it by WHERE id > :lower AND id <= :upper"
    ),
    (
      "UPDATE t SET new = 'x'\n WHERE id > :lower AND absent <= :upper",
      "backfill.sql:2:24: column \"absent\" does not exist (42703)"
    ),
  ])
  func `a statement that is not bounded by the range is refused`(sql: String, words: String) async throws {
    try await Database.with(Backfill.table("id int PRIMARY KEY, …", ["1", "2"])) { database in
      let target = try database.target()
      let error = await #expect(throws: TargetError.self) {
        try await target.backfillBatch(work(sql), of: Backfill.rows, tied: tie, limit: 5)
      }
      #expect(error?.description == words)
      #expect(try database.value("SELECT count(new) FROM t") == "0")
    }
  }

  @Test func `a key of several columns, or the lowest value there is, is refused`() async throws {
    try await Database.with(Backfill.table("a int, b int, …, PRIMARY KEY (a, b)", ["1, 2"])) { database in
      let target = try database.target()
      await #expect(
        throws: TargetError.unsupported(
          "backfill.sql:1:1: public.t has a key of several columns (a, b); write the backfill as assignments instead")
      ) { try await target.backfillBatch(work(update), of: Backfill.rows, tied: tie, limit: 5) }
    }
    try await Database.with(Backfill.table("id int PRIMARY KEY, …", ["-2147483648"])) { database in
      let target = try database.target()
      await #expect(
        throws: TargetError.unsupported(
          "public.t has a row with the lowest key there is, '-2147483648'; write the backfill as assignments instead")
      ) { try await target.backfillBatch(work(update), of: Backfill.rows, tied: tie, limit: 5) }
    }
  }
}
