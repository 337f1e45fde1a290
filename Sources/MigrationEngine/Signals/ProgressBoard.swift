import MigrationPhases
import Synchronization

/// How far the backfills under way are. Kept in memory: the target's ledger has the truth.
public final class ProgressBoard: Sendable {
  public struct Line: Sendable, Hashable {
    public var rowsDone: Int
    public var rowsTotal: Int
    public var rowsWritten: Int
    /// Rows gone over a second, lately.
    public var rowsPerSecond: Double?
    /// Time left at this rate.
    public var remaining: Duration?
    public var at: Timestamp

    public init(
      rowsDone: Int, rowsTotal: Int, rowsWritten: Int, rowsPerSecond: Double?, remaining: Duration?, at: Timestamp
    ) {
      self.rowsDone = rowsDone
      self.rowsTotal = rowsTotal
      self.rowsWritten = rowsWritten
      self.rowsPerSecond = rowsPerSecond
      self.remaining = remaining
      self.at = at
    }
  }

  private let lines = Mutex<[Int64: Line]>([:])
  private let notes = Mutex<[Int64: String]>([:])

  public init() {}

  public func line(of rollout: Int64) -> Line? { lines.withLock { $0[rollout] } }

  /// What the step under way waits for, or how far it is; nil where there is nothing to say.
  public func note(of rollout: Int64) -> String? { notes.withLock { $0[rollout] } }

  func note(_ text: String?, of rollout: Int64) { notes.withLock { $0[rollout] = text } }

  func set(_ line: Line, of rollout: Int64) { lines.withLock { $0[rollout] = line } }

  func clear(_ rollout: Int64) {
    lines.withLock { _ = $0.removeValue(forKey: rollout) }
    note(nil, of: rollout)
  }
}
