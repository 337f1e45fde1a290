import Foundation
import Logging
import MigrationPhases
import MigrationPlan
import MigrationStore
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

@testable import MigrationEngine

/// The program of these plans is the user's: it does to the database what `prisma migrate deploy` does.
@Suite("A program that applies a folder of Prisma")
struct PrismaProgramTests {
  private static let folder = "20261127120000_add_full_name"
  private static let rows = """
    SELECT string_agg(concat_ws(' ', migration_name, applied_steps_count, finished_at IS NOT NULL, rolled_back_at IS NULL),
      ', ' ORDER BY started_at) FROM _prisma_migrations
    """
  private static let script = """
    ALTER TABLE "customer" ADD COLUMN "full_name" TEXT;
    ALTER TABLE "customer" ADD COLUMN "nick" TEXT;

    """
  private static let back = """
    ALTER TABLE customer DROP COLUMN IF EXISTS nick; ALTER TABLE customer DROP COLUMN IF EXISTS full_name;

    """

  private static let deploy = """
    sum=$(sha256sum \(folder)/migration.sql | cut -c1-64)
    id=$(sql -c "INSERT INTO _prisma_migrations (id, checksum, migration_name)
      VALUES (gen_random_uuid(), '$sum', '\(folder)') RETURNING id")
    if out=$(sql -f \(folder)/migration.sql 2>&1)
    then sql -c "UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = '$id'"
    else sql -c "UPDATE _prisma_migrations SET logs = \\$\\$$out\\$\\$ WHERE id = '$id'"; echo P3018; exit 1
    fi
    echo All migrations have been successfully applied.

    """

  private func shop(_ program: String, timeout: String = "1m") async throws -> (PostgreSQLShop, Database) {
    let shop = try await PostgreSQLShop(customers: 10)
    let database = try #require(shop.databases["s1"])
    for database in shop.databases.values {
      try database.connect().run(
        """
        CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL,
          finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
          started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)
        """)
    }
    let head = "#!/bin/sh\nsql() { psql -X -q -A -t -v ON_ERROR_STOP=1 \"\(database.socket)\" \"$@\"; }\n"
    let plan = PlanFiles([
      PlanFile(
        path: Plan.fileName,
        text: """
          name: add-full-name
          description: Customers get one column for their full name
          owner: shop
          targets: shop
          engine: postgresql
          schemaVersion: 2
          expand:
            prisma: \(Self.folder)
            run: { command: [./deploy.sh], timeout: \(timeout) }
            rollback: back.sql

          """), PlanFile(path: "\(Self.folder)/migration.sql", text: Self.script),
      PlanFile(path: "deploy.sh", text: head + program), PlanFile(path: "back.sql", text: Self.back),
    ])
    _ = try await shop.engine.register(plan, by: alice)
    return (shop, database)
  }

  private func step(_ shop: PostgreSQLShop) throws -> StepRecord? {
    try shop.journal.read { try $0.allSteps(ofRollout: 1).last { $0.name.hasPrefix("apply ") } }
  }

  private func columns(_ database: Database) throws -> String? {
    try database.value(
      """
      SELECT coalesce(string_agg(attname, ' ' ORDER BY attname), '') FROM pg_attribute
      WHERE attrelid = 'customer'::regclass AND attname IN ('full_name', 'nick')
      """)
  }

  @Test("is run, and Prisma's row read, before the ledger has it; its output is on record")
  func wellDone() async throws {
    let (shop, database) = try await shop(
      "sql -c \"INSERT INTO _prisma_migrations VALUES ('x', 'x', now(), '20261001000000_other')\"\n" + Self.deploy)
    try await shop.go(.expand, "s1")
    #expect(try shop.state("s1") == .completed(.expand), shop.words)
    #expect(try database.value(Self.rows) == "20261001000000_other 0 t t, \(Self.folder) 1 t t")
    #expect(try database.value("SELECT phase || step || raises_to FROM migrated.ledger") == "expandapply2")
    #expect(try database.value("SELECT count(*) FROM migrated.intent") == "0")
    let step = try #require(try step(shop))
    #expect(step.name == "apply \(Self.folder)/migration.sql by ./deploy.sh")
    #expect(
      step.detail == """
        _prisma_migrations has it as applied, schema version 2, oldest supported 0; besides it, and unseen by any check, \
        there was applied: 20261001000000_other; ./deploy.sh exited with 0: All migrations have been successfully applied.
        """)
    try await shop.command(.rollback, "s1")
    await shop.work()
    #expect(try shop.state("s1") == .rolledBack)
    #expect(try columns(database) == "")
    #expect(try database.value(Self.rows) == "20261001000000_other 0 t t, \(Self.folder) 1 t f")
  }

  @Test("that begins nothing may be run again, and leaves nothing to take back")
  func nothingBegun() async throws {
    let (shop, database) = try await shop("echo P1001: no such host\nexit 1\n")
    for command in [Command.advance(to: .expand), .retry] {
      try await shop.command(command, "s1")
      await shop.work()
      #expect(try shop.state("s1") == .halted(.phase(.expand), .failed))
      #expect(
        try shop.detail("s1")?.hasSuffix(
          ": _prisma_migrations has no row of \(Self.folder): nothing was begun; ./deploy.sh exited with 1: P1001: no "
            + "such host") == true)
    }
    // What the way back would drop is not there to be dropped.
    try database.connect().run("ALTER TABLE customer RENAME TO clients")
    try await shop.command(.rollback, "s1")
    await shop.work()
    #expect(try shop.state("s1") == .rolledBack, shop.words)
  }

  @Test("that fails half-way halts with Prisma's own words, is not run again, and can be taken back")
  func half() async throws {
    let (shop, database) = try await shop(Self.deploy)
    try database.connect().run("ALTER TABLE customer ADD COLUMN nick int")
    for command in [Command.advance(to: .expand), .retry] {
      try await shop.command(command, "s1")
      await shop.work()
      #expect(try shop.state("s1") == .halted(.phase(.expand), .failed))
      let detail = try #require(try shop.detail("s1"))
      #expect(detail.contains("_prisma_migrations has \(Self.folder) as begun and not finished: psql:"), "\(detail)")
      #expect(detail.contains("column \"nick\" of relation \"customer\" already exists; find out what"), "\(detail)")
      #expect(detail.contains("./deploy.sh exited with 1: P3018") == (command != .retry), "\(detail)")
    }
    #expect(try database.value("SELECT count(*) FROM _prisma_migrations") == "1")
    try await shop.command(.rollback, "s1")
    await shop.work()
    #expect(try shop.state("s1") == .rolledBack, shop.words)
    #expect(try columns(database) == "")
    #expect(try database.value(Self.rows) == "\(Self.folder) 0 f f")
  }

  @Test("that has applied it and is ended nevertheless leaves no doubt")
  func ended() async throws {
    let (shop, database) = try await shop(Self.deploy + "sleep 600\n", timeout: "3s")
    try await shop.go(.expand, "s1")
    #expect(try shop.state("s1") == .completed(.expand), shop.words)
    #expect(try database.value(Self.rows) == "\(Self.folder) 1 t t")
    #expect(try step(shop)?.detail?.contains("; not done after 3s, ended") == true)
  }

  @Test("is not run where Prisma has the folder as applied before, or edited")
  func before() async throws {
    for (checksum, words) in [("other", "the folder was edited afterwards"), ("", "as applied by Prisma itself at ")] {
      let (shop, database) = try await shop("echo run; exit 1\n")
      let own = try #require(
        try database.value("SELECT encode(sha256(convert_to($$\(Self.script)$$, 'UTF8')), 'hex')"))
      try database.connect().run(
        """
        INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
        VALUES ('a', '\(checksum.isEmpty ? own : checksum)', '\(Self.folder)', now())
        """)
      try await shop.go(.expand, "s1")
      #expect(try shop.state("s1") == .halted(.phase(.expand), .failed))
      let detail = try #require(try shop.detail("s1"))
      #expect(detail.contains(words) && !detail.contains("run"), "\(detail)")
    }
  }

  @Test("that was under way when the daemon ended is asked about at Prisma's table, and not run again")
  func crash() async throws {
    let (shop, database) = try await shop("echo run again\nexit 1\n")
    try await shop.command(.advance(to: .expand), "s1")
    let claim = try #require(try await shop.engine.claim())
    let steps = try claim.plan.steps(of: claim.activity, deployed: false)
    let step = try #require(steps.firstIndex { $0.name.hasPrefix("apply ") })
    _ = try await shop.engine.beginStep(steps[step], ordinal: step + 1, of: claim)
    let key = StepKey(
      migration: claim.migration.name, digest: claim.migration.digest, phase: .expand, step: StepName.apply)
    let start = try await claim.entry.target.expectProgram(
      with: claim.plan.companions(of: .expand), as: key, tied: claim.tie)
    #expect(start == .isOpen)
    let checksum = try #require(claim.plan.expand.prisma?.checksums.first)
    try database.connect().run(
      Self.script + """
        INSERT INTO _prisma_migrations VALUES ('a', '\(checksum)', now(), '\(Self.folder)', NULL, NULL, now(), 1);
        """)
    await claim.entry.target.release(claim.tie)
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let clock = shop.clock
    let next = Engine(
      journal: shop.journal, topology: await shop.engine.topology, clock: { clock.now }, log: log)
    try await next.recover()
    #expect(try shop.state("s1") == .queued(.phase(.expand)))
    let worker = Worker(
      engine: next, places: Shop.places(in: "\(shop.folder)/state"), launcher: Shop.launcher, log: log)
    while await worker.runOne() {}
    #expect(try shop.state("s1") == .completed(.expand), shop.words)
    #expect(try database.value(Self.rows) == "\(Self.folder) 1 t t")
    #expect(
      try self.step(shop)?.detail?.hasSuffix("; it was applied by the program before, which was not run again") == true)
  }

  @Test("is not ended by pause, which says so, and the phase goes on with what it did", .timeLimit(.minutes(1)))
  func paused() async throws {
    let go = NSTemporaryDirectory() + "prisma-go-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: go) }
    let (shop, database) = try await shop(Self.deploy + "while ! test -e \(go); do sleep 0.05; done\n")
    try await shop.command(.advance(to: .expand), "s1")
    let worker = shop.worker
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { _ = await worker.runOne() }
      while try database.value("SELECT count(*) FROM _prisma_migrations WHERE finished_at IS NOT NULL") != "1" {
        try await Task.sleep(for: .milliseconds(20))
      }
      try await shop.command(.pause, "s1")
      #expect(
        try shop.detail("s1")
          == "the program of 'apply \(Self.folder)/migration.sql by ./deploy.sh' is not ended, lest it "
          + "leave a half: it goes on until it ends by itself")
      try Data().write(to: URL(fileURLWithPath: go))
      try await group.waitForAll()
    }
    #expect(try shop.state("s1") == .paused(.expand))
    #expect(try database.value("SELECT count(*) FROM migrated.ledger") == "1")
    try await shop.command(.resume, "s1")
    await shop.work()
    #expect(try shop.state("s1") == .completed(.expand), shop.words)
    #expect(try database.value(Self.rows) == "\(Self.folder) 1 t t")
  }
}
