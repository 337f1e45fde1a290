import MigrationPhases
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

@Suite struct BackfillRefusalTests {
  private func refusal(_ tables: String, _ work: BackfillWork = Backfill.fill()) async throws -> TargetError? {
    var refusals: [TargetError] = []
    try await Database.with(tables) { database in
      let target = try database.target()
      do throws(TargetError) { _ = try await target.prepareBackfill(work, of: Backfill.rows) } catch {
        refusals.append(error)
      }
      do throws(TargetError) { _ = try await target.backfillBatch(work, of: Backfill.rows, tied: tie, limit: 5) } catch
      {
        refusals.append(error)
      }
      #expect(try database.value("SELECT to_regnamespace('migrated') IS NULL") == "t")
    }
    // Asked before, and again when it begins.
    #expect(refusals.count == 2 && refusals.first == refusals.last, "\(refusals)")
    return refusals.first
  }

  private static let noKey =
    "public.t has no key that a backfill could go by: it needs a primary key, or a unique index over columns that are "
    + "NOT NULL, of numbers, text, uuid, date, time or enum types"

  @Test(arguments: [
    ("CREATE TABLE t (mark text, new text)", noKey),
    ("CREATE TABLE t (mark text UNIQUE, new text)", noKey),
    ("CREATE TABLE t (mark text NOT NULL, new text); CREATE UNIQUE INDEX ON t (mark) WHERE mark <> ''", noKey),
    ("CREATE TABLE t (mark text NOT NULL, new text); CREATE UNIQUE INDEX ON t (lower(mark))", noKey),
    ("CREATE TABLE t (mark text NOT NULL, new text); CREATE UNIQUE INDEX ON t (mark COLLATE \"en-x-icu\")", noKey),
    ("CREATE TABLE t (mark text NOT NULL, new text); CREATE UNIQUE INDEX ON t (mark text_pattern_ops)", noKey),
    ("CREATE TABLE t (mark text NOT NULL UNIQUE DEFERRABLE, new text)", noKey),
    ("CREATE TABLE t (id int[] PRIMARY KEY, mark text, new text)", noKey),
    ("CREATE VIEW t AS SELECT 'a' AS mark, 'b' AS new", "public.t is not a table; only a table can be backfilled"),
    ("CREATE TABLE t (id int PRIMARY KEY, mark text)", "public.t has no column new to backfill"),
    (
      "CREATE TABLE t (id int PRIMARY KEY, mark text, \"New\" text)",
      "public.t has no column new to backfill; it has New"
    ),
    (
      "CREATE TABLE t (id int PRIMARY KEY, mark text, new text GENERATED ALWAYS AS (mark) STORED)",
      "public.t.new is a generated column; it cannot be written"
    ),
    (
      "CREATE TABLE t (new text PRIMARY KEY, mark text)",
      "the backfill of public.t writes new, the key that it goes by; rows would be missed or written twice"
    ),
    (
      "CREATE TABLE t (id int PRIMARY KEY, mark text, new text); CREATE TABLE u () INHERITS (t)",
      "public.t has tables that inherit from it, which share no key with it; backfill each by itself"
    ),
  ])
  func `a table that cannot be gone over is refused`(tables: String, words: String) async throws {
    #expect(try await refusal(tables) == .unsupported(words))
  }

  @Test func `a table that is not there is refused`() async throws {
    let error = try await refusal("", Backfill.fill(table: "absent"))
    #expect(error?.description.hasSuffix("there is no table absent to backfill") == true)
    #expect(
      try await refusal("", Backfill.fill(table: "a.b.c.d")) == .unsupported("a.b.c.d is not the name of a table"))
  }
}
