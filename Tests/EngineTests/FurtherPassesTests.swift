import MigrationPhases
import Testing

@testable import MigrationEngine

@Suite("Rows that the application writes behind a backfill")
struct FurtherPassesTests {
  /// An application that empties a name whenever the backfill has come to the table's end, so many times.
  private func shop(_ times: Int, _ plan: (inout SamplePlan) -> Void = { _ in }) async throws -> Shop {
    let shop = try await Shop(targets: Shop.one)
    var sample = shop.plan()
    plan(&sample)
    try await shop.register(sample)
    try await shop.reach(.expand)
    try shop.ask("s1", "CREATE TABLE app (times INTEGER NOT NULL)")
    try shop.ask("s1", "INSERT INTO app VALUES (\(times))")
    try shop.ask("s1", "CREATE TABLE written (id INTEGER NOT NULL)")
    try shop.ask(
      "s1",
      """
      CREATE TRIGGER count_writes AFTER UPDATE OF full_name ON Customer WHEN NEW.full_name IS NOT NULL
      BEGIN
        INSERT INTO written VALUES (NEW.id);
      END
      """)
    // The ledger's tables are there since expand.
    for event in ["INSERT", "UPDATE"] {
      try shop.ask(
        "s1",
        """
        CREATE TRIGGER app_\(event) AFTER \(event) ON migrated_backfill
        WHEN NEW.finished AND (SELECT times FROM app) > 0
        BEGIN
          UPDATE app SET times = times - 1;
          UPDATE Customer SET full_name = NULL WHERE id = 1;
        END
        """)
    }
    try await shop.command(.advance(to: .backfill))
    return shop
  }

  private let each = "SELECT group_concat(id || ' ' || n) FROM (SELECT id, count(*) n FROM written GROUP BY id)"

  @Test("are written by further passes, and no other row is", arguments: [1, 2, 5])
  func completes(times: Int) async throws {
    let shop = try await shop(times)
    await shop.work()
    #expect(try shop.state() == .completed(.backfill))
    #expect(try shop.ask("s1", "SELECT count(*) FROM Customer WHERE full_name IS NULL") == "0")
    #expect(try shop.ask("s1", each) == "1 \(times + 1),2 1,3 1,4 1,5 1")
    let details = try shop.journal.read { reader in try reader.allSteps(ofRollout: 1).compactMap(\.detail) }
    #expect(details.contains("0 rows, after \(times) more pass\(times == 1 ? "" : "es") over the table"))
  }

  @Test("halt it when they do not end; retry goes over the table again and completes")
  func halts() async throws {
    let shop = try await shop(1_000)
    await shop.work()
    let message =
      "1 row is still to be written after 5 more passes: the application writes rows that the expand's triggers do not "
      + "fill; add a trigger to keep them filled (docs/plan.md), or pause the writers, and retry"
    #expect(try shop.state() == .halted(.phase(.backfill), .failed))
    #expect(try shop.rollout().detail == "no row left: \(message)")
    #expect(try shop.ask("s1", each) == "1 6,2 1,3 1,4 1,5 1")
    try await shop.command(.retry)
    await shop.work()
    #expect(try shop.rollout().detail == "no row left: \(message)")
    try shop.ask("s1", "UPDATE app SET times = 0")
    try await shop.command(.retry)
    await shop.work()
    #expect(try shop.state() == .completed(.backfill))
    #expect(try shop.ask("s1", each) == "1 12,2 1,3 1,4 1,5 1")
  }

  @Test("are found by a new daemon after a pass was cut off")
  func cutOff() async throws {
    let shop = try await shop(1)
    // The further pass fails once, at the emptied row.
    try shop.ask(
      "s1",
      """
      CREATE TRIGGER cut BEFORE UPDATE OF full_name ON Customer
      WHEN NEW.full_name IS NOT NULL AND (SELECT count(*) FROM written) >= 5
      BEGIN
        SELECT RAISE(ABORT, 'cut off');
      END
      """)
    await shop.work()
    #expect(try shop.state() == .halted(.phase(.backfill), .failed))
    #expect(try shop.ask("s1", "SELECT pass || ' ' || finished FROM migrated_backfill") == "2 0")
    try shop.ask("s1", "DROP TRIGGER cut")
    try await shop.restart()
    try await shop.command(.retry)
    await shop.work()
    #expect(try shop.state() == .completed(.backfill))
    #expect(try shop.ask("s1", each) == "1 2,2 1,3 1,4 1,5 1")
    #expect(try shop.ask("s1", "SELECT pass || ' ' || finished FROM migrated_backfill") == "2 1")
  }

  @Test("are not, where 'remaining' counts others; that halts at once")
  func countsOthers() async throws {
    let shop = try await shop(0) { $0.remaining = "SELECT count(*) FROM Customer WHERE id > 3" }
    await shop.work()
    #expect(
      try shop.rollout().detail
        == "no row left: 2 rows are still to be written, and one more pass found none that it is to write: the plan's "
        + "'remaining' counts rows that the backfill's 'where' leaves out, or the application wrote them meanwhile; "
        + "fill them by hand, and retry")
    #expect(try shop.ask("s1", each) == "1 1,2 1,3 1,4 1,5 1")
  }

  @Test("are left where no 'where' tells them apart, and no row is written twice")
  func indistinct() async throws {
    let shop = try await shop(1) { $0.condition = nil }
    await shop.work()
    #expect(
      try shop.rollout().detail
        == "no row left: 1 row is still to be written, and another pass could write rows twice: no 'where' of the "
        + "backfill turns false for every row that was written; fill them by hand and retry, or roll back")
    try shop.ask("s1", "UPDATE Customer SET full_name = 'by hand' WHERE full_name IS NULL")
    try await shop.command(.retry)
    await shop.work()
    #expect(try shop.state() == .completed(.backfill))
  }
}
