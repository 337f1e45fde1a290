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

  /// - Parameter launcher: absolute path of migrated-run, which starts programs of plans.
  public init(engine: Engine, places: WorkPlaces, launcher: String, log: Logger) {
    let runner = CommandRunner(launcher: launcher, places: places)
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
        do throws(EngineError) {
          while let claim = try await engine.claim() { group.addTask { await carryOut(claim) } }
        } catch {
          log.error("nothing could be claimed, which is tried again: \(error)")
          group.addTask { await offerAgain() }
        }
        if await engine.isDone { break }
      }
    }
  }

  /// Takes and carries out one activity; false when nothing is queued that could run.
  public func runOne() async -> Bool {
    let claim: Claim?
    do throws(EngineError) { claim = try await engine.claim() } catch {
      log.error("nothing could be claimed: \(error)")
      return false
    }
    guard let claim else { return false }
    await carryOut(claim)
    return true
  }

  /// Whatever kept the journal busy may be over after a moment.
  private func offerAgain() async {
    try? await Task.sleep(for: .seconds(1))
    engine.claimable.changed()
  }

  private func carryOut(_ claim: Claim) async {
    let name = "\(claim.migration.name) on \(claim.entry.name): \(claim.activity)"
    log.info("\(name) begins, try \(claim.attempt)")
    do {
      let performance = Performance(claim: claim, engine: engine, places: places, runCommand: runCommand)
      let end = try await performance.end()
      await claim.entry.target.release(claim.tie)
      try await engine.end(claim, end)
      // What halted waits for a person.
      let level: Logger.Level = if case .failed = end.outcome { .warning } else { .info }
      log.log(level: level, "\(name) \(end.outcome.name)\(end.detail.map { ": \($0)" } ?? "")")
    } catch {
      // The journal could not be written. What was done is in the target's ledger, which is asked after the restart.
      log.error("\(name): what became of it could not be recorded: \(error.words)")
      await engine.lose(claim, error)
    }
  }
}

extension Engine {
  /// Stopped, and nothing is under way any more.
  public var isDone: Bool { (isStopping || failure != nil) && active.isEmpty && adopting.isEmpty }

  /// Returns once every decision asked for before has been made.
  public func ping() {}

  /// Lets a target go whose work could not be recorded. It stays on record as running, so nothing more can be promised,
  /// whatever the reason was: the next daemon asks the ledger.
  func lose(_ claim: Claim, _ error: EngineError) {
    active[claim.rollout.id] = nil
    if case .journal(let reason) = error { endService(reason) }
    claimable.changed()
  }
}
