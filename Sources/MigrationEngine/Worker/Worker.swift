import Logging
import MigrationPhases
import MigrationPlan
import MigrationStore
import MigrationTargets

/// Acts. Takes what is queued, one activity a target at a time, does its steps in order and reports what became of it.
public struct Worker: Sendable {
  let engine: Engine
  let places: WorkPlaces
  let log: Logger
  let runCommand: CommandRun

  public init(engine: Engine, places: WorkPlaces, log: Logger) {
    let runner = CommandRunner(workDirectory: places.work)
    self.init(engine: engine, places: places, log: log) { spec, stop, urgency in
      await runner.run(spec, until: stop, at: urgency)
    }
  }

  init(engine: Engine, places: WorkPlaces, log: Logger, runCommand: @escaping CommandRun) {
    self.engine = engine
    self.places = places
    self.log = log
    self.runCommand = runCommand
  }

  /// Works until the engine is stopped and everything under way has ended.
  public func run() async {
    let offers = engine.claimable.listen()
    await withDiscardingTaskGroup { group in
      engine.claimable.changed()
      for await _ in offers {
        while let claim = await next() { group.addTask { await carryOut(claim) } }
        if await engine.isDone { break }
      }
    }
  }

  /// Takes and carries out one activity; false when nothing is queued that could run.
  public func runOne() async -> Bool {
    guard let claim = await next() else { return false }
    await carryOut(claim)
    return true
  }

  private func next() async -> Claim? {
    do { return try await engine.claim() } catch {
      log.error("nothing could be claimed: \(error)")
      return nil
    }
  }

  private func carryOut(_ claim: Claim) async {
    let name = "\(claim.migration.name) on \(claim.entry.name): \(claim.activity)"
    log.info("\(name) begins, try \(claim.attempt)")
    do {
      let performance = Performance(claim: claim, engine: engine, places: places, runCommand: runCommand)
      let end = try await performance.end()
      try await engine.end(claim, end)
      log.info("\(name) \(end.outcome.name)\(end.detail.map { ": \($0)" } ?? "")")
    } catch {
      // The journal could not be written. What was done is in the target's ledger, which is asked after the restart.
      await engine.release(claim)
      log.error("\(name): what became of it could not be recorded: \(error)")
    }
  }
}

extension Engine {
  /// Stopped, and nothing is under way any more.
  public var isDone: Bool { (isStopping || failure != nil) && active.isEmpty }

  /// Returns once every decision asked for before has been made.
  public func ping() {}

  /// Lets a target go without a report.
  func release(_ claim: Claim) {
    active[claim.rollout.id] = nil
    claimable.changed()
  }
}
