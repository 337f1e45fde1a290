import MigrationBackfill
import MigrationPhases
import MigrationPostgreSQL
import MigrationTargets
import ThrowawayPostgreSQL

/// A backfill of a PostgreSQL table, with its ledger and cursor, against one UPDATE statement that keeps its row locks
/// to the end, and against what others do, in turns.
struct PostgreSQLBackfillBench: Bench {
  let rows: Int
  let rounds: Int

  private var name: String { "postgresql-backfill-\(rows / 1_000)k" }

  var names: [String] { ["\(name)-rows", "\(name)-wal", "\(name)-growth"] }

  private enum Method: String, CaseIterable {
    case one = "one UPDATE"
    case keyset = "keyset of 1,000, with cursor"
    case ranges = "key ranges of 10,000, with cursor"
    case ours = "migrated, one worker"
  }

  func measure(in place: Workplace) async throws -> Report {
    let table = try BackfillTable(rows: rows)
    defer { table.cluster.stop() }
    var costs: [Method: [BackfillTable.Cost]] = [:]
    for round in 0...rounds {
      for method in Method.allCases {
        let cost = try await table.measure { database in try await run(method, in: database) }
        if round > 0 { costs[method, default: []].append(cost) }  // the first one warms up
      }
    }
    let limits = costs[.one] ?? []
    let ours = costs[.ours] ?? []
    func ratios(_ value: (BackfillTable.Cost, BackfillTable.Cost) -> Double) throws -> Spread {
      try Spread(zip(ours, limits).map { value($0, $1) })
    }
    return Report(
      figures: [
        Figure(names[0], try ratios { $1.seconds / $0.seconds }, .atLeast(1.15)),
        Figure(names[1], try ratios { $0.wal / $1.wal }, .atMost(0.65)),
        Figure(names[2], try ratios { $0.growth / $1.growth }, .atMost(0.25)),
      ],
      notes: try Method.allCases.map { try words($0, costs[$0] ?? []) })
  }

  private func words(_ method: Method, _ costs: [BackfillTable.Cost]) throws -> String {
    let speed = try Spread(costs.map { Double(rows) / $0.seconds })
    let wal = try Spread(costs.map { $0.wal / Double(rows) })
    let growth = try Spread(costs.map { $0.growth / Double(1 << 20) })
    return "\(method.rawValue): rows a second \(speed.words); WAL \(decimal(wal.median)) bytes a row; table grew by "
      + "\(decimal(growth.median)) MiB"
  }

  private func run(_ method: Method, in database: Database) async throws {
    switch method {
    case .one:
      try database.connect().run(
        "UPDATE customer SET full_name = \(BackfillTable.expression) WHERE \(BackfillTable.condition)")
    case .keyset: try keyset(1_000, in: database)
    case .ranges: try ranges(10_000, in: database)
    case .ours: try await ours(in: database)
    }
  }

  /// As most tools do it: the next rows by the key, then those.
  private func keyset(_ size: Int, in database: Database) throws {
    let connection = try database.connect()
    var last = 0
    while true {
      let upper = try connection.value(
        "SELECT max(id) FROM (SELECT id FROM customer WHERE id > \(last) ORDER BY id LIMIT \(size)) AS k")
      guard let upper = upper.flatMap({ Int($0) }) else { return }
      try write(after: last, upTo: upper, connection)
      last = upper
    }
  }

  private func ranges(_ size: Int, in database: Database) throws {
    let connection = try database.connect()
    for first in stride(from: 0, to: rows, by: size) { try write(after: first, upTo: first + size, connection) }
  }

  private func write(after lower: Int, upTo upper: Int, _ connection: Application) throws {
    try connection.run(
      """
      BEGIN;
      UPDATE customer SET full_name = \(BackfillTable.expression)
      WHERE id > \(lower) AND id <= \(upper) AND \(BackfillTable.condition);
      UPDATE progress SET cursor = \(upper), rows = rows + \(upper - lower);
      COMMIT
      """)
  }

  private func ours(in database: Database) async throws {
    let target = PostgreSQLTarget(name: "shop", settings: try PostgreSQLSettings(database.socket))
    let work = BackfillWork.update(
      table: "customer", assignments: [.init(column: "full_name", expression: BackfillTable.expression)],
      condition: BackfillTable.condition)
    let step = StepKey(
      migration: SampleJournal.name(1), digest: String(repeating: "5a", count: 32), phase: .backfill, step: "rows")
    let tie = LedgerTie(
      journal: "bench", ledger: "bench", isNew: true, lease: LedgerLease(holder: "migrated-bench"))
    let end = try await BackfillRun(of: work, as: step, on: target, tied: tie).run()
    await target.release(tie)
    guard end == .finished else { throw BenchError("the backfill was stopped") }
  }
}
