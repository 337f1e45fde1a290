import Dispatch
import Logging
import MigrationPhases
import MigrationPlan
import MigrationStore
import MigrationTargets
import Synchronization

/// Decides. Every command and every outcome goes through here, one at a time: read, decide, write the state and append
/// to the history in one transaction of the journal. It never acts on a target; the worker does.
public actor Engine {
  nonisolated let executor = SerialQueueExecutor(label: "migrated.engine")
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  let journal: Journal
  let clock: @Sendable () -> Timestamp
  /// Makes an id that nobody else has.
  let newID: @Sendable () -> String
  let log: Logger
  /// Whom other daemons find at work in a target.
  nonisolated let holder: String
  let plans = PlanCache()
  let lints = LintLanes()
  /// For the way back alone, which must not wait for plans that are slow to look at: when it is asked for, and when it
  /// begins, where nothing is undone before it is known what that would take.
  let wayBackLints = LintLanes(lanes: 1, patience: .seconds(5))
  let undoingLints = LintLanes(lanes: 1)
  /// Something that a watcher may want to see has changed.
  public nonisolated let changes = ChangeFeed()
  /// Something may be ready to be claimed.
  nonisolated let claimable = ChangeFeed()
  public nonisolated let progress = ProgressBoard()
  /// How long looks at targets took lately.
  public nonisolated let latencies = LatencyBoard()

  public internal(set) var topology: Topology
  /// Work under way, by rollout.
  var active: [Int64: ActiveWork] = [:]
  /// Targets that are being taken over; nothing starts on them.
  var adopting: Set<String> = []
  /// Rollouts that were not started because the history does not lead to their state; each is told once.
  var doubted: Set<Int64> = []
  var refusals = RefusalBound()
  var isStopping = false
  private nonisolated let lost = Mutex<StoreError?>(nil)
  /// Set once the journal could not be written; nothing is accepted from then on. Never waits for a decision.
  public nonisolated var failure: StoreError? { lost.withLock { $0 } }

  struct ActiveWork {
    var target: String
    var stop: StopSignal
  }

  /// - Parameter clock: this host's wall clock.
  public init(
    journal: Journal, topology: Topology, clock: @escaping @Sendable () -> Timestamp,
    newID: @escaping @Sendable () -> String = Engine.randomID, holder: String = Engine.ownName, log: Logger
  ) {
    self.journal = journal
    self.topology = topology
    self.clock = clock
    self.newID = newID
    self.holder = holder
    self.log = log
  }

  /// Takes a new configuration; rollouts on targets that are gone stay on record and cannot start anything.
  public func setTopology(_ topology: Topology) {
    self.topology = topology
    latencies.keep(Set(topology.entries.map(\.name)))
    claimable.changed()
  }

  /// One decision. What the journal answers is kept apart from what the decision throws.
  @discardableResult
  func decide<T>(_ body: (JournalTransaction) throws -> T) throws(EngineError) -> T {
    if let failure { throw .journal(failure) }
    do { return try journal.decide(body) } catch let error as EngineError { throw error } catch {
      throw fail(error)
    }
  }

  func read<T>(_ body: (JournalReader) throws -> T) throws(EngineError) -> T {
    do { return try journal.read(body) } catch let error as EngineError { throw error } catch {
      throw .journal(StoreError.wrapping(error))
    }
  }

  private func fail(_ error: any Error) -> EngineError {
    let reason = StoreError.wrapping(error)
    if reason.endsService { endService(reason) }
    return .journal(reason)
  }

  /// Takes nothing new from now on; work under way stops at the next safe place.
  func endService(_ reason: StoreError) {
    guard failure == nil else { return }
    lost.withLock { $0 = reason }
    log.critical("the journal cannot be written, nothing new is accepted: \(reason)")
    for work in active.values { work.stop.set(.gentle) }
    changes.changed()
  }

  /// The time to record: never before what is on record already.
  func stamp(_ transaction: JournalTransaction) throws -> Timestamp {
    max(clock(), try transaction.highWater() ?? clock())
  }
}
