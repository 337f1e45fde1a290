import MigrationPhases
import MigrationPostgreSQL
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

/// Two daemons with one journal, as after a failover from a copy of the state folder.
@Suite struct LeaseTests {
  private let people = "CREATE TABLE people (id int PRIMARY KEY, name text)"
  private let first = script("ALTER TABLE people ADD COLUMN a int")
  private let second = script("ALTER TABLE people ADD COLUMN b int")

  private func tied(_ holder: String) -> LedgerTie {
    LedgerTie(journal: "this-journal", ledger: "this-ledger", isNew: true, lease: LedgerLease(holder: holder))
  }

  private func other() -> StepKey { step(.expand, of: "add-mail") }

  private func lease(_ database: Database) throws -> String? {
    try database.value("SELECT fence || ' ' || holder FROM migrated.lease")
  }

  @Test func `who is at work keeps the other out, who is told which connection it is`() async throws {
    try await Database.with(people) { database in
      let (one, two) = (try database.target(), try database.target())
      let (ours, theirs) = (tied("one"), tied("two"))
      #expect(try await one.apply(first, tied: ours).isDone)
      #expect(try lease(database) == "1 one")
      let error = await #expect(throws: TargetError.self) { try await two.apply(second, as: other(), tied: theirs) }
      guard case .locked(let text) = error else {
        Issue.record("not locked: \(String(describing: error))")
        return
      }
      #expect(
        text.hasPrefix(
          "\(database.place): another migrated is at work on this database: it has process "), "\(text)")
      #expect(text.contains("application migrated/add-full-name/expand"), "\(text)")
      #expect(text.contains("nothing was applied; wait until it is done, or end it: SELECT pg_terminate"), "\(text)")
      #expect(try database.value("SELECT count(*) FROM pg_attribute WHERE attname = 'b' AND attnum > 0") == "0")
      await one.release(ours)
      #expect(try await two.apply(second, as: other(), tied: theirs).isDone)
      #expect(try lease(database) == "2 two")
    }
  }

  @Test func `one whose connection was ended writes nothing after another took over`() async throws {
    try await Database.with(people) { database in
      let (one, two) = (try database.target(), try database.target())
      let (ours, theirs) = (tied("one"), tied("two"))
      #expect(try await one.apply(first, tied: ours).isDone)
      #expect(try database.terminate(where: "state = 'idle'"))
      #expect(try await two.apply(second, as: other(), tied: theirs).isDone)
      await two.release(theirs)
      let late = step(.expand, of: "add-fax")
      await #expect(
        throws: TargetError.locked(
          "the ledger in schema migrated of \(database.place): two took over while one was away; nothing of the "
            + "transaction was applied; find out why two of them work on one database, stop one, and retry")
      ) {
        // The lock is free again: only the number tells.
        await one.release(ours)
        _ = try await one.apply(script("CREATE TABLE late (x int)"), as: late, tied: ours)
      }
      #expect(try database.value("SELECT to_regclass('late') IS NULL") == "t")
      #expect(try await one.apply(script("CREATE TABLE late (x int)"), as: late, tied: tied("one")).isDone)
      #expect(try lease(database) == "3 one")
    }
  }

  @Test func `a lease that was taken in a transaction that failed is taken by the next one`() async throws {
    try await Database.with(people) { database in
      let (one, ours) = (try database.target(), tied("one"))
      await #expect(throws: TargetError.self) { try await one.apply(script("SELECT 1 / 0"), tied: ours) }
      #expect(try await one.apply(first, tied: ours).isDone)
      #expect(try lease(database) == "1 one")
      await one.release(ours)
    }
  }

  @Test func `a ledger from before there were leases gets them with the first write`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      #expect(try await target.apply(first).isDone)
      try database.connect().run("DROP TABLE migrated.lease; UPDATE migrated.schema SET layout = 1")
      #expect(try await target.ledger(of: "add-full-name")?.has(.expand, "apply") == true)
      let ours = tied("one")
      #expect(try await target.apply(second, as: other(), tied: ours).isDone)
      #expect(try lease(database) == "1 one")
      #expect(try database.value("SELECT layout FROM migrated.schema") == "2")
      await target.release(ours)
    }
  }

  @Test func `a ledger without its lease was altered by hand`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      #expect(try await target.apply(first).isDone)
      try database.connect().run("DROP TABLE migrated.lease")
      await #expect(
        throws: TargetError.ledger(
          "the ledger in schema migrated of \(database.place) lacks migrated.lease; restore it from a backup of the "
            + "database")
      ) { try await target.apply(second, as: other()) }
    }
  }
}
