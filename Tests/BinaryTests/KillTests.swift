import Foundation
import MigrationControl
import MigrationPhases
import MigrationSQLite
import Testing

/// The daemon is killed without warning, again and again, at random moments of whole migrations.
@Suite(.serialized) struct KillTests {
  static let rows = 200_000
  static let kills = 200
  /// So many migrations share the kills.
  static let migrations = 20

  static let plan: [Wire.PlanFile] = [
    .init(
      path: "migration.yaml",
      content: """
        name: full-name
        description: one name
        owner: team
        targets: shop
        schemaVersion: 2
        automatic: [backfill]
        expand: { sql: expand.sql, rollback: rollback.sql }
        backfill:
          update: { table: person, set: { full_name: "first || ' ' || last" }, where: full_name IS NULL }
          remaining: SELECT count(*) FROM person WHERE full_name IS NULL
        contract: { after: 0s, sql: contract.sql }

        """),
    .init(path: "expand.sql", content: "ALTER TABLE person ADD COLUMN full_name TEXT;\n"),
    .init(path: "rollback.sql", content: "ALTER TABLE person DROP COLUMN full_name;\n"),
    .init(
      path: "contract.sql",
      content: """
        -- contract-phase-ok: nothing reads the two names any more
        ALTER TABLE person DROP COLUMN first;
        ALTER TABLE person DROP COLUMN last;

        """),
  ]

  @Test func `a migration killed at random moments ends with every row written once`() throws {
    let folder = try TestFolder()
    let original = folder.file("original.sqlite")
    try Self.makeOriginal(at: original)
    let seed =
      ProcessInfo.processInfo.environment["MIGRATED_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1 ... .max)
    var random = SplitMix(state: seed)
    var kills = 0
    var seen: [String: Int] = [:]
    for round in 1...Self.migrations {
      let here = try TestFolder()
      try FileManager.default.copyItem(atPath: original, toPath: here.file("db.sqlite"))
      let daemon = try RunningDaemon(
        folder: here,
        policies: [
          ("only", "{ minimumWait: 0s, checklist: { expand: [], contract: [] }, approvals: { contract: 0 } }")
        ],
        targets: [("db", "only")])
      let wanted = Self.kills * round / Self.migrations
      do {
        kills = try Self.carryThrough(daemon, kills: kills, until: wanted, random: &random, seen: &seen)
        try Self.check(daemon)
      } catch {
        Issue.record("MIGRATED_SEED=\(seed), migration \(round), \(kills) kills: \(error)")
        return
      }
    }
    #expect(kills == Self.kills)
    // The moments are spread over the passage; a test that only ever kills an idle daemon would show nothing.
    #expect(seen.keys.contains { $0.hasPrefix("running(backfill") }, "seed \(seed): \(seen)")
  }

  /// Drives the migration to its end, killing the daemon at random moments until `until` kills were made.
  private static func carryThrough(
    _ daemon: RunningDaemon, kills before: Int, until: Int, random: inout SplitMix, seen: inout [String: Int]
  ) throws -> Int {
    var kills = before
    try daemon.start()
    _ = try daemon.call(Call.Register.self, .init(files: plan))
    while true {
      let rollout = try daemon.rollout("full-name", "db")
      if rollout.state.text == "completed(contract)", kills >= until { return kills }
      if rollout.state.shape == .halted {
        // Contract alone may ask for a person, and here the ledger can always tell.
        throw BinaryTestError("halted: \(rollout.state.text) \(rollout.detail ?? "")")
      }
      if let next = rollout.next {
        _ = try? daemon.call(Call.Advance.self, .init(migration: "full-name", target: "db", phase: next))
      }
      guard kills < until else {
        usleep(5_000)
        continue
      }
      let share = random.next() % 100
      usleep(UInt32(random.next() % (share < 60 ? 20_000 : 200_000)))
      let state = try? daemon.rollout("full-name", "db").state.text
      daemon.kill()
      seen[state ?? "unknown", default: 0] += 1
      kills += 1
      try daemon.start()
    }
  }

  private static func check(_ daemon: RunningDaemon) throws {
    let report = try daemon.call(Call.VerifyHistory.self, .init())
    guard report.intact else { throw BinaryTestError("the history is not intact: \(report.message ?? "")") }
    guard daemon.stop() == 0 else {
      throw BinaryTestError("the daemon did not stop well:\n\(daemon.log.suffix(2_000))")
    }
    let database = try SQLiteConnection(path: daemon.folder.file("db.sqlite"), mode: .readOnly)
    let row = try database.run(
      """
      SELECT count(*), sum(full_name = 'First' || id || ' Last' || id),
        (SELECT count(*) FROM writes), (SELECT max(n) FROM writes),
        (SELECT count(*) FROM migrated_ledger WHERE phase = 'expand')
      FROM person
      """)[0]
    let expected: [SQLiteValue] = [
      .integer(Int64(rows)), .integer(Int64(rows)), .integer(Int64(rows)), .integer(1), .integer(1),
    ]
    guard row == expected else { throw BinaryTestError("rows, right, written, most writes, expands: \(row)") }
    guard try database.run("PRAGMA integrity_check")[0][0] == .text("ok") else { throw BinaryTestError("damaged") }
  }

  /// The table, and a count of the times each row was written.
  private static func makeOriginal(at path: String) throws {
    let database = try SQLiteConnection(path: path, mode: .create)
    try database.run("PRAGMA journal_mode = WAL")
    try database.run("CREATE TABLE person (id INTEGER PRIMARY KEY, first TEXT, last TEXT)")
    try database.run("CREATE TABLE writes (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)")
    try database.run(
      """
      CREATE TRIGGER counted AFTER UPDATE ON person BEGIN
        INSERT INTO writes VALUES (NEW.id, 1) ON CONFLICT (id) DO UPDATE SET n = n + 1;
      END
      """)
    try database.run(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(rows))
      INSERT INTO person SELECT i, 'First' || i, 'Last' || i FROM n
      """)
    try database.run("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  /// SplitMix64 (https://prng.di.unimi.it/splitmix64.c).
  struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var value = state
      value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
      value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
      return value ^ (value >> 31)
    }
  }
}
