import MigrationBackfill
import MigrationPhases
import MigrationSQLite
import MigrationTargets

/// A backfill in batches, with its cursor, pauses and checkpoints, against one UPDATE statement that locks the database
/// for as long as it takes; on copies of one database, each fresh.
struct BackfillBench: Bench {
  let rows: Int
  let rounds: Int

  var names: [String] { ["sqlite-backfill-vs-one-update-\(rows / 1_000)k"] }

  private static let condition = "full_name IS NULL"
  private static let expression = "first_name || ' ' || last_name"

  func measure(in place: Workplace) async throws -> Report {
    let folder = try place.subfolder("backfill")
    defer { try? Workplace.empty(folder) }
    try seed("\(folder)/original.sqlite")
    var (ratios, ours, limits): ([Double], [Double], [Double]) = ([], [], [])
    for round in 0...rounds {
      let one = try copy("one", in: folder)
      let limit = try Stopwatch.seconds { try updateAll(one) }
      let own = try copy("own", in: folder)
      let target = SQLiteTarget(name: "shop", path: own)
      let seconds = try await Stopwatch.seconds { try await backfill(target) }
      try verify(own)
      guard round > 0 else { continue }  // the first one warms up
      ratios.append(limit / seconds)
      ours.append(Double(rows) / seconds)
      limits.append(Double(rows) / limit)
    }
    return Report(
      figures: [Figure(names[0], try Spread(ratios), .atLeast(0.7))],
      notes: [
        "rows a second, \(rows) rows: backfill \(try Spread(ours).words)",
        "rows a second, \(rows) rows: one UPDATE \(try Spread(limits).words)",
      ])
  }

  private func updateAll(_ path: String) throws {
    let database = try SQLiteConnection(path: path, mode: .readWrite)
    try database.run("UPDATE customers SET full_name = \(Self.expression) WHERE \(Self.condition)")
  }

  private func backfill(_ target: SQLiteTarget) async throws {
    let work = BackfillWork.update(
      table: "customers", assignments: [.init(column: "full_name", expression: Self.expression)],
      condition: Self.condition)
    let step = StepKey(
      migration: SampleJournal.name(1), digest: String(repeating: "5a", count: 32), phase: .backfill, step: "rows")
    let tie = LedgerTie(journal: "bench", ledger: "bench", isNew: true)
    let end = try await BackfillRun(of: work, as: step, on: target, tied: tie).run()
    guard end == .finished else { throw BenchError("the backfill was stopped") }
  }

  private func verify(_ path: String) throws {
    let database = try SQLiteConnection(path: path, mode: .readOnly)
    let left = try database.run("SELECT count(*) FROM customers WHERE full_name IS NULL")[0][0]
    guard left == .integer(0) else { throw BenchError("the backfill left rows out") }
  }

  /// In WAL mode, nothing in the log.
  private func copy(_ name: String, in folder: String) throws -> String {
    let path = "\(folder)/\(name).sqlite"
    for file in [path, "\(path)-wal", "\(path)-shm"] { FileCopy.remove(file) }
    try FileCopy.copy("\(folder)/original.sqlite", to: path)
    return path
  }

  private func seed(_ path: String) throws {
    let database = try SQLiteConnection(path: path, mode: .create)
    try database.run("PRAGMA journal_mode = WAL")
    try database.run(
      """
      CREATE TABLE customers (
        id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT NOT NULL, city TEXT NOT NULL,
        credit_cents INTEGER NOT NULL DEFAULT 0, created_at TEXT NOT NULL, full_name TEXT)
      """)
    try database.run("CREATE INDEX customers_city ON customers (city)")
    try database.run(
      """
      WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :rows)
      INSERT INTO customers (first_name, last_name, email, city, credit_cents, created_at)
      SELECT 'First' || (n % 997), 'Last' || (n % 1009), 'customer.' || n || '@example.org', 'City ' || (n % 17),
        n * 7919 % 500000, '2024-0' || (1 + n % 9) || '-11'
      FROM number
      """, [":rows": .integer(Int64(rows))])
    try database.run("PRAGMA wal_checkpoint(TRUNCATE)")
  }
}
