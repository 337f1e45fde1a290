import MigrationTargets

/// Drives a backfill, batch after batch, from where the target's ledger says it is to its end.
public struct BackfillRun: Sendable {
  public struct Settings: Sendable, Hashable {
    public var batches: BatchServo.Settings
    public var pauses: PausePolicy.Settings
    /// How long a batch shall take that keeps out only who wants one of its rows.
    public var rowLocks: Duration

    public init(
      batches: BatchServo.Settings = BatchServo.Settings(), pauses: PausePolicy.Settings = PausePolicy.Settings(),
      rowLocks: Duration = .milliseconds(60)
    ) {
      self.batches = batches
      self.pauses = pauses
      self.rowLocks = rowLocks
    }
  }

  private let target: any Target
  private let work: BackfillWork
  private let step: StepKey
  private let tie: LedgerTie
  private let settings: Settings
  private let now: @Sendable () -> Duration
  private let sleep: @Sendable (Duration) async throws -> Void

  /// `now` is any clock that does not go back; `sleep` throws when the task is cancelled.
  public init(
    of work: BackfillWork, as step: StepKey, on target: any Target, tied tie: LedgerTie,
    settings: Settings = Settings(),
    now: @escaping @Sendable () -> Duration = BackfillRun.uptime,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.target = target
    self.work = work
    self.step = step
    self.tie = tie
    self.settings = settings
    self.now = now
    self.sleep = sleep
  }

  /// Time since the process first asked.
  public static let uptime: @Sendable () -> Duration = {
    let start = ContinuousClock.now
    return { ContinuousClock.now - start }
  }()

  /// Goes on until the end, until `shouldStop` answers true between two batches, or until the task is cancelled; then
  /// a batch under way is taken back or committed as a whole. `report` is called after each batch.
  public func run(
    report: @Sendable (BackfillProgress) -> Void = { _ in }, shouldStop: @Sendable () -> Bool = { false }
  ) async throws(TargetError) -> BackfillEnd {
    do throws(TargetError) {
      return try await batches(report: report, shouldStop: shouldStop)
    } catch .cancelled where Task.isCancelled {
      return .stopped
    }
  }

  private func batches(
    report: @Sendable (BackfillProgress) -> Void, shouldStop: @Sendable () -> Bool
  ) async throws(TargetError) -> BackfillEnd {
    let estimate = try await target.prepareBackfill(work, of: step)
    var servo = BatchServo(settings.batches)
    var policy = PausePolicy(settings.pauses)
    var rate = RateEstimator()
    var done = estimate.rowsDone
    var written = estimate.rowsWritten
    rate.record(rowsDone: done, at: now())
    while !Task.isCancelled, !shouldStop() {
      let began = now()
      let batch = try await target.backfillBatch(work, of: step, tied: tie, limit: servo.limit)
      let ended = now()
      let free = max(.zero, ended - began - batch.held)
      let pause =
        batch.keepsOthersOut
        ? policy.pause(afterHolding: batch.held, free: free, othersWrote: batch.othersWrote) : .zero
      servo.record(
        held: batch.held, rowsWritten: batch.rowsWritten,
        target: batch.keepsOthersOut ? policy.batchTarget : settings.rowLocks)
      done += batch.rowsDone
      written += batch.rowsWritten
      rate.record(rowsDone: done, at: ended)
      let total = batch.isFinished ? done : max(estimate.rows, done)
      report(
        BackfillProgress(
          rowsDone: done, rowsTotal: total, rowsWritten: written, rowsPerSecond: rate.rowsPerSecond,
          eta: rate.timeLeft(rowsLeft: total - done), held: batch.held, othersWrote: batch.othersWrote))
      if batch.isFinished { return .finished }
      // An error means that the task was cancelled, which the loop sees.
      if pause > .zero { try? await sleep(pause) }
    }
    return .stopped
  }
}
