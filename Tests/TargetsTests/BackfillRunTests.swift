import Glibc
import MigrationBackfill
import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Synchronization
import Testing

@Suite struct BackfillRunTests {
  /// Small batches, so that a small table takes many.
  private let small = BackfillRun.Settings(
    batches: BatchServo.Settings(initial: 10, floor: 10, ceiling: 10),
    pauses: PausePolicy.Settings(
      shared: .init(batch: .milliseconds(90), onEnd: .zero), alone: .init(batch: .milliseconds(90), onEnd: .zero)))

  private final class Log: Sendable {
    let progress = Mutex<[BackfillProgress]>([])
    let pauses = Mutex<[Duration]>([])
    let now = Mutex(Duration.zero)
  }

  /// Each look at the clock finds it a millisecond later.
  private func run(on database: TemporaryDatabase, _ log: Log) -> BackfillRun {
    BackfillRun(
      of: Backfill.fill(), as: Backfill.rows, on: database.target(), tied: tie, settings: small,
      now: {
        log.now.withLock {
          $0 += .milliseconds(1)
          return $0
        }
      },
      sleep: { pause in
        log.pauses.withLock { $0.append(pause) }
        try Task.checkCancellation()
      })
  }

  @Test func `it goes to the end and reports each batch`() async throws {
    let database = try Backfill.table(rows: 95)
    let log = Log()
    let end = try await run(on: database, log).run { step in log.progress.withLock { $0.append(step) } }
    #expect(end == .finished)
    let progress = log.progress.withLock { $0 }
    #expect(progress.map(\.rowsDone) == [10, 20, 30, 40, 50, 60, 70, 80, 90, 95])
    #expect(progress.map(\.rowsWritten) == progress.map(\.rowsDone))
    #expect(progress.allSatisfy { $0.rowsTotal == 95 && $0.held > .zero })
    #expect(progress.last?.eta == .zero)
    #expect(progress.dropLast().allSatisfy { ($0.eta ?? .zero) > .zero && ($0.rowsPerSecond ?? 0) > 0 })
    #expect(try database.value(Backfill.eachWrittenOnce) == .integer(1))
    let pauses = log.pauses.withLock { $0 }
    #expect(pauses.count == 9 && pauses.allSatisfy { $0 <= .milliseconds(103) && $0 > .zero })
  }

  @Test func `told to stop, it stops between two batches and goes on later`() async throws {
    let database = try Backfill.table(rows: 95)
    let log = Log()
    let first = try await run(on: database, log).run(
      report: { step in log.progress.withLock { $0.append(step) } },
      shouldStop: { log.progress.withLock { $0.count } == 3 })
    #expect(first == .stopped)
    #expect(try database.value("SELECT count(*) FROM t WHERE new IS NOT NULL") == .integer(30))
    let second = try await run(on: database, log).run { step in log.progress.withLock { $0.append(step) } }
    #expect(second == .finished)
    let progress = log.progress.withLock { $0 }
    #expect(progress.prefix(10).map(\.rowsDone) == [10, 20, 30, 40, 50, 60, 70, 80, 90, 95])
    // It did not see what others did in between, so it looks for rows behind its cursor as well.
    #expect(progress.dropFirst(10).allSatisfy { $0.rowsDone == 95 && $0.rowsWritten == 95 })
    #expect(try database.value(Backfill.eachWrittenOnce) == .integer(1))
  }

  @Test func `cancelled, it stops and leaves whole batches`() async throws {
    let database = try Backfill.table(rows: 95)
    let log = Log()
    let run = run(on: database, log)
    let task = Task {
      try await run.run { step in
        log.progress.withLock { $0.append(step) }
        if step.rowsDone == 40 { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }
    #expect(try await task.value == .stopped)
    #expect(try database.value("SELECT count(*) FROM t WHERE new IS NOT NULL") == .integer(40))
    #expect(try database.value("SELECT rows_done FROM migrated_backfill") == .integer(40))
  }

  @Test func `an error of the target ends it`() async throws {
    let database = try Backfill.table(rows: 30)
    try database.run(
      "CREATE TRIGGER no_15 BEFORE UPDATE ON t WHEN new.id = 15 BEGIN SELECT RAISE(ABORT, 'no'); END")
    await #expect(
      throws: TargetError.statement(
        code: "1811", message: "no, in rows of t by id after 10 up to 20; none of them was written", statement: nil)
    ) { try await run(on: database, Log()).run() }
  }

  @Test func `what is finished is finished at once`() async throws {
    let database = try Backfill.table(rows: 30)
    _ = try await run(on: database, Log()).run()
    let log = Log()
    #expect(try await run(on: database, log).run { step in log.progress.withLock { $0.append(step) } } == .finished)
    #expect(log.progress.withLock { $0.map(\.rowsDone) } == [30])
  }

  @Test(arguments: ["wal", "delete"])
  func `an application that writes all the while is let in every time`(journal: String) async throws {
    let database = try Backfill.table(rows: 40_000, journal: journal)
    let isOver = Mutex(false)
    // Blocks, so not in Swift's pool.
    let (failures, failure) = AsyncStream.makeStream(of: String.self)
    let writer = OwnThread {
      do {
        let connection = try database.connect(busyTimeout: .seconds(1))
        var next = 0
        repeat {
          next += 1
          try connection.run("INSERT INTO t (id, mark) VALUES (\(-next), 'behind \(next)')")
          try connection.run("UPDATE t SET mark = mark WHERE id = \(-next)")
          usleep(500)
        } while !isOver.withLock { $0 } && next < 2_000
      } catch { failure.yield("\(error)") }
      failure.finish()
    }
    writer.start()
    let run = BackfillRun(of: Backfill.fill(), as: Backfill.rows, on: database.target(), tied: tie)
    #expect(try await run.run() == .finished)
    isOver.withLock { $0 = true }
    for await message in failures { Issue.record("the application was refused: \(message)") }
    #expect(
      try database.value("SELECT count(*) FROM t WHERE id > 0 AND new IS NOT 'new ' || mark") == .integer(0))
  }
}
