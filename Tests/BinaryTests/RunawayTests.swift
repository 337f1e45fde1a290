import Foundation
import MigrationControl
import MigrationSQLite
import Testing

/// A daemon that is told to stop while a statement runs that never ends by itself.
@Suite(.serialized) struct RunawayTests {
  private static let plan: [Wire.PlanFile] = [
    .init(
      path: "migration.yaml",
      content: """
        name: runaway
        description: its script never ends
        owner: team
        targets: shop
        schemaVersion: 1
        expand: { sql: expand.sql, rollback: rollback.sql }

        """),
    .init(
      path: "expand.sql",
      content: """
        CREATE TABLE n (i INTEGER);
        INSERT INTO n SELECT (
          WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) SELECT count(*) FROM c WHERE i > t.id
        ) FROM t;

        """),
    .init(path: "rollback.sql", content: "DROP TABLE n;\n"),
  ]

  @Test(.timeLimit(.minutes(1))) func `SIGTERM does not wait for it, and nothing of it is applied`() throws {
    let folder = try TestFolder()
    let database = try SQLiteConnection(path: folder.file("db.sqlite"), mode: .create)
    try database.run("PRAGMA journal_mode = WAL")
    try database.run("CREATE TABLE t (id INTEGER PRIMARY KEY)")
    try database.run("INSERT INTO t VALUES (1)")
    let open = "{ minimumWait: 0s, checklist: { expand: [], contract: [] }, approvals: { contract: 0 } }"
    let daemon = try RunningDaemon(folder: folder, policies: [("only", open)], targets: [("db", "only")])
    try daemon.start()
    _ = try daemon.call(Call.Register.self, .init(files: Self.plan))
    _ = try daemon.call(Call.Advance.self, .init(migration: "runaway", target: "db", phase: .expand))
    // The script has begun when nobody else gets the lock.
    for _ in 0..<1_000 where (try? database.run("BEGIN IMMEDIATE")) != nil {
      try database.run("ROLLBACK")
      usleep(5_000)
    }
    let began = Date()
    #expect(daemon.stop() == 0)
    #expect(Date().timeIntervalSince(began) < 10)
    #expect(try database.run("SELECT count(*) FROM sqlite_schema WHERE name = 'n'") == [[.integer(0)]])
    try daemon.start()
    let again = try daemon.rollout("runaway", "db").state
    #expect(again.shape == .queued || again.shape == .running)
    _ = try daemon.call(Call.Pause.self, .init(migration: "runaway", target: "db"))
    #expect(try daemon.rollout("runaway", "db").state.text == "paused(expand)")
    #expect(daemon.stop() == 0)
  }
}
