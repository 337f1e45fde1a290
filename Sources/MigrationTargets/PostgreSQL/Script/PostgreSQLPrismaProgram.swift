import MigrationPhases
import MigrationPostgreSQL

/// Brings the ledger and `_prisma_migrations` together where a program, such as Prisma's own CLI, applies a migration. An
/// intent in the ledger says that it may have; afterwards Prisma's row tells what became of it. Both looks hold Prisma's
/// advisory lock, so that no CLI is at it, be it one that was ended and whose statement still runs in the server.
struct PostgreSQLPrismaProgram: Sendable {
  private let script: PostgreSQLScriptRun
  private let migration: PrismaMigration

  private static let whole = PostgreSQLPiece(number: 1, of: 1)

  init(_ script: PostgreSQLScriptRun, place: String) throws(TargetError) {
    guard let migration = script.companions.prisma else {
      throw .unsupported("\(place): a program applies a folder of prisma migrate, and the plan names none")
    }
    self.migration = migration
    // The row in Prisma's table is the program's to write.
    var own = script
    own.companions.prisma = nil
    self.script = own
  }

  private var step: StepKey { script.step }
  private var key: [PostgreSQLValue] { [.text(step.migration), .text(step.phase.rawValue), .text(step.step)] }

  func expect() async throws(TargetError) -> PrismaProgramStart {
    try await script.writer.run(fresh: true, limit: .look) { call throws(TargetError) in
      guard let tied = try script.enter(call) else { return .isOver }
      if try script.isOver(try tied.record(matching: step), in: tied) { return .isOver }
      let wasBegun = try begunAt(call) != nil
      switch try PostgreSQLPrisma(call: call, migration: migration).standing() {
      case .finished where wasBegun: return .isApplied
      case .finished(let at): throw PostgreSQLPrismaHistory.appliedByItself(migration.name, at: at)
      case .unfinished(let why): throw PostgreSQLPrismaHistory.unfinished(migration.name, why)
      case .absent: break
      }
      guard !wasBegun else { return .isOpen }
      try call.run(
        """
        INSERT INTO migrated.intent (migration, phase, step, digest, statement, begun_at_us, journal)
        VALUES ($1, $2, $3, $4, $5, \(PostgreSQLLedger.now), $6)
        """,
        key + [.text(step.digest), .text("a program applies \(migration.name)"), .text(script.tie.journal)])
      return .isOpen
    } happened: { call, start throws(TargetError) in
      guard start == .isOpen else { return true }
      return try begunAt(call) != nil
    }
  }

  func prove() async throws(TargetError) -> PrismaProgramEnd {
    try await script.writer.run(fresh: true, limit: .look) { call throws(TargetError) in
      guard let tied = try script.enter(call) else { return .alreadyDone }
      if try script.isOver(try tied.record(matching: step), in: tied) { return .alreadyDone }
      let prisma = PostgreSQLPrisma(call: call, migration: migration)
      let (standing, begun) = (try prisma.standing(), try begunAt(call) ?? 0)
      if case .unfinished(let why) = standing { throw PostgreSQLPrismaHistory.unfinished(migration.name, why) }
      try call.run("DELETE FROM migrated.intent WHERE migration = $1 AND phase = $2 AND step = $3", key)
      if standing == .absent { return .notBegun }
      let others = try prisma.others(finishedSince: begun)
      return .done(try script.prove(Self.whole, in: tied), others: others)
    } happened: { call, end throws(TargetError) in
      switch end {
      case .alreadyDone: return true
      case .notBegun: return try begunAt(call) == nil
      case .done(let versions, _): return try script.isProven(Self.whole, .done(versions), in: call)
      }
    }
  }

  /// By the database's clock, in microseconds; nil where the program was never begun, or nothing came of it.
  private func begunAt(_ call: PostgreSQLCall) throws(TargetError) -> Int64? {
    try call.run(
      "SELECT begun_at_us FROM migrated.intent WHERE migration = $1 AND phase = $2 AND step = $3", key
    ).value.flatMap { Int64($0) }
  }
}
