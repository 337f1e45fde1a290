import Glibc
import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Synchronization
import Testing

@Suite struct LockTests {
  private let people = "CREATE TABLE people (id INTEGER PRIMARY KEY);"
  private let short = SQLiteBounds(lock: .milliseconds(250))

  @Test(arguments: ["wal", "delete"])
  func `a lock that is not given within its bound is an answer, with its holder`(journal: String) async throws {
    let database = try TemporaryDatabase(people, journal: journal)
    let other = try database.connect()
    try other.run("BEGIN IMMEDIATE")
    try other.run("INSERT INTO people DEFAULT VALUES")
    await #expect(
      throws: TargetError.locked(
        "\(database.path): no lock within 250 ms, held by another connection of this daemon; "
          + "nothing of the transaction was applied")
    ) {
      try await database.target(bounds: short).apply(
        script("CREATE TABLE b (x)"), as: step(.expand), raisingTo: 2, tied: tie
      ) {
        _ in
      }
    }
    try other.run("COMMIT")
    #expect(
      try await database.target().apply(script("CREATE TABLE b (x)"), as: step(.expand), raisingTo: 2, tied: tie) { _ in
      }.isDone)
  }

  @Test func `a lock that is given up in time is waited for`() async throws {
    let database = try TemporaryDatabase(people)
    let target = database.target()
    let other = try database.connect()
    try other.run("BEGIN IMMEDIATE")
    async let proof = target.apply(script("CREATE TABLE b (x)"), as: step(.expand), raisingTo: 2, tied: tie) { _ in }
    // A look goes through while the step waits.
    #expect(try await target.ledger(of: "add-full-name") == nil)
    try other.run("COMMIT")
    #expect(try await proof.isDone)
  }

  @Test func `a reader that keeps COMMIT from happening is an answer, and nothing stays`() async throws {
    let database = try TemporaryDatabase(people, journal: "delete")
    let reader = try database.connect()
    try reader.run("BEGIN")
    try reader.run("SELECT count(*) FROM people")
    let error = await #expect(throws: TargetError.self) {
      try await database.target(bounds: short).apply(
        script("CREATE TABLE b (x)"), as: step(.expand), raisingTo: 2, tied: tie
      ) {
        _ in
      }
    }
    guard case .locked = error else {
      Issue.record("not locked: \(String(describing: error))")
      return
    }
    try reader.run("COMMIT")
    #expect(try await database.target().ledger(of: "add-full-name") == nil)
    #expect(try database.value("SELECT count(*) FROM sqlite_schema") == .integer(1))
  }

  @Test(arguments: [true, false])
  func `while one reads for long, others can read, and what waits to be written is written in the end`(
    batch: Bool
  ) async throws {
    let database = try TemporaryDatabase(
      "CREATE TABLE people (id INTEGER PRIMARY KEY, name); INSERT INTO people VALUES (1, 'a'), (2, 'b');",
      journal: "delete")
    let long = try database.connect()
    try long.run("BEGIN")
    try long.run("SELECT count(*) FROM people")
    let isOver = Mutex(false)
    let (reads, read) = AsyncStream.makeStream(of: String?.self)
    OwnThread {
      while !isOver.withLock({ $0 }) {
        do {
          try database.connect().run("SELECT count(*) FROM people")
          read.yield(nil)
        } catch { read.yield("\(error)") }
        usleep(5_000)
      }
      read.finish()
    }.start()
    // Longer than any machine keeps this test from going on.
    let target = database.target(bounds: SQLiteBounds(lock: .seconds(300)))
    let work = Task {
      if batch {
        let assignment = BackfillWork.Assignment(column: "name", expression: "'x'")
        let work = BackfillWork.update(table: "people", assignments: [assignment], condition: nil)
        _ = try await target.backfillBatch(work, of: step(.backfill), tied: tie, limit: 10)
      } else {
        _ = try await target.apply(
          script("UPDATE people SET name = 'x'"), as: step(.expand), raisingTo: 2, tied: tie
        ) { _ in }
      }
      return ContinuousClock.now
    }
    // Longer than the readers' busy timeout, twice.
    try await Task.sleep(for: .milliseconds(2_500))
    #expect(try long.run("SELECT count(*) FROM people WHERE name = 'x'") == [[.integer(0)]])
    try long.run("COMMIT")
    let ended = ContinuousClock.now
    #expect(try await work.value > ended)
    isOver.withLock { $0 = true }
    var count = 0
    for await failure in reads {
      count += 1
      if let failure { Issue.record("a reader was refused: \(failure)") }
    }
    #expect(count > 20)
    #expect(try database.value("SELECT count(*) FROM people WHERE name = 'x'") == .integer(2))
  }

  @Test func `a cancelled step ends soon and leaves nothing`() async throws {
    let database = try TemporaryDatabase(people)
    let target = database.target()
    let (begun, begin) = AsyncStream.makeStream(of: Int.self)
    let endless = script(
      "INSERT INTO people DEFAULT VALUES",
      "INSERT INTO people WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n")
    let task = Task {
      try await target.apply(endless, as: step(.expand), raisingTo: 2, tied: tie) {
        if case .begins(let statement) = $0 { begin.yield(statement.ordinal) }
      }
    }
    for await ordinal in begun where ordinal == 2 { break }
    task.cancel()
    await #expect(throws: TargetError.cancelled) { try await task.value }
    #expect(try database.value("SELECT count(*) FROM people") == .integer(0))
    #expect(try await target.ledger(of: "add-full-name") == nil)
    #expect(
      try await target.apply(script("CREATE TABLE b (x)"), as: step(.expand), raisingTo: 2, tied: tie) { _ in }.isDone)
  }
}
