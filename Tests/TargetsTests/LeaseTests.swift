import Foundation
import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

/// Two daemons with one journal at one file.
@Suite struct LeaseTests {
  private let database: TemporaryDatabase

  init() throws { database = try TemporaryDatabase("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT)") }

  private func tied(_ holder: String) -> LedgerTie {
    LedgerTie(journal: "this-journal", ledger: "this-ledger", isNew: true, lease: LedgerLease(holder: holder))
  }

  private func add(_ name: String, to target: SQLiteTarget, tied tie: LedgerTie) async throws -> Bool {
    let key = StepKey(migration: "add-\(name)", digest: name, phase: .expand, step: "apply")
    let proof = try await target.apply(
      script("ALTER TABLE people ADD COLUMN \(name) TEXT"), with: ScriptCompanions(), as: key, raisingTo: 2, tied: tie
    ) { _ in }
    return proof != .alreadyDone
  }

  private func lease() throws -> SQLiteValue? {
    try database.value("SELECT fence || ' ' || holder FROM migrated_lease")
  }

  /// Makes it look as if another process had taken it.
  private func pretend(_ change: (inout [String]) -> Void) throws {
    let own = try #require(try database.value("SELECT process FROM migrated_lease")?.text)
    var parts = own.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    change(&parts)
    try database.run("UPDATE migrated_lease SET holder = 'other', process = '\(parts.joined(separator: " "))'")
  }

  private func isKeptOut() async throws -> Bool {
    do {
      #expect(try await add("b", to: database.target(bounds: SQLiteBounds(lock: .milliseconds(50))), tied: tied("two")))
      return false
    } catch TargetError.locked(let text) {
      #expect(text.contains("is at work on this database; nothing was applied; wait until it is done"), "\(text)")
      return true
    }
  }

  @Test func `who is at work keeps the other out until it is done`() async throws {
    let (one, ours) = (database.target(), tied("one"))
    #expect(try await add("a", to: one, tied: ours))
    #expect(try lease() == .text("1 one"))
    #expect(try await isKeptOut())
    await one.release(ours)
    #expect(try await !isKeptOut())
    #expect(try lease() == .text("2 two"))
  }

  @Test func `a process that is gone keeps nobody out`() async throws {
    #expect(try await add("a", to: database.target(), tied: tied("one")))
    // Nobody has the pid; or somebody has it who was started later.
    try pretend { $0[3] = "4194303" }
    #expect(try await !isKeptOut())
  }

  @Test func `a pid that was given to another process keeps nobody out`() async throws {
    #expect(try await add("a", to: database.target(), tied: tied("one")))
    try pretend { $0[4] = "1" }
    #expect(try await !isKeptOut())
  }

  @Test func `a boot that is over keeps nobody out, another machine does until its lease runs out`() async throws {
    #expect(try await add("a", to: database.target(), tied: tied("one")))
    try pretend {
      $0[1] = "another-boot"
      $0[0] = "another-machine"
    }
    #expect(try await isKeptOut())
    try database.run("UPDATE migrated_lease SET expires_at_us = 1")
    #expect(try await !isKeptOut())
  }

  @Test func `another container does until its lease runs out`() async throws {
    #expect(try await add("a", to: database.target(), tied: tied("one")))
    try pretend { $0[2] = "pid:[1]" }
    #expect(try await isKeptOut())
    try database.run("UPDATE migrated_lease SET expires_at_us = 1")
    #expect(try await !isKeptOut())
  }

  @Test func `one that was away writes nothing after another took over`() async throws {
    let (one, ours) = (database.target(bounds: SQLiteBounds(lock: .milliseconds(50))), tied("one"))
    #expect(try await add("a", to: one, tied: ours))
    try database.run("UPDATE migrated_lease SET expires_at_us = 1")
    let (two, theirs) = (database.target(), tied("two"))
    #expect(try await add("b", to: two, tied: theirs))
    await two.release(theirs)
    await #expect(
      throws: TargetError.locked(
        "the ledger in \(database.path): two took over while one was away; nothing of the transaction was applied; "
          + "find out why two of them work on one database, stop one, and retry")
    ) { _ = try await add("c", to: one, tied: ours) }
    #expect(try await add("c", to: one, tied: tied("one")))
    #expect(try lease() == .text("3 one"))
  }
}
