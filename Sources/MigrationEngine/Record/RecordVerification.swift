import Logging
import MigrationPhases
import MigrationStore
import Synchronization

/// Verifies the record on a thread of its own, so that neither decisions nor questions wait for it, and knows what was
/// found last.
public actor RecordVerification {
  /// Entries verified in one read.
  static let slice = 2_000

  nonisolated let executor = SerialQueueExecutor(label: "migrated.verification")
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let journal: Journal
  private let clock: @Sendable () -> Timestamp
  private let log: Logger
  private let finding = Mutex(RecordFinding.underWay)

  public init(journal: Journal, clock: @escaping @Sendable () -> Timestamp, log: Logger) {
    self.journal = journal
    self.clock = clock
    self.log = log
  }

  /// What was found last. Never waits.
  public nonisolated var latest: RecordFinding { finding.withLock { $0 } }

  /// Everything at once, for somebody who waits for it.
  public func verify() throws(EngineError) -> VerifyReport {
    do {
      let report = try HistoryVerifier.verify(journal)
      note(RecordFinding(report, at: clock()))
      return report
    } catch { throw .journal(error) }
  }

  /// Everything, in slices, between which others may ask; ends early when its task is cancelled.
  public func verifyAtStart() async {
    do throws(StoreError) {
      var chain = ChainVerification()
      while !chain.isOver {
        guard !Task.isCancelled else { return }
        try chain.take(Self.slice, of: journal)
        await Task.yield()
      }
      note(RecordFinding(try HistoryVerifier.verify(journal, after: chain), at: clock()))
    } catch {
      guard !Task.isCancelled else { return }
      note(.unknown(why: error.message, at: clock()))
    }
  }

  private func note(_ found: RecordFinding) {
    finding.withLock { $0 = found }
    switch found {
    case .underWay, .intact: break
    case .altered(let what, _):
      log.error(
        """
        the record was altered past the daemon: \(what); decisions go by what the history bears out; keep a copy of \
        \(journal.path), see what else with `migratectl audit verify`, and restore it from a backup
        """)
    case .unknown(let why, _):
      log.error(
        "whether the record was altered is not known, it could not be read: \(why); try `migratectl audit verify`")
    }
  }
}
