import Synchronization

/// What keeps a second daemon out of a database while a first one is at work there: a row in the ledger with a number
/// that grows with each who takes it. Who had it before, and was thought dead, is found out at its next write by its
/// number, and writes nothing more (https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html, fencing
/// tokens). Lasts for one activity; taken with its first write.
public final class LedgerLease: Sendable {
  /// Who has it, for people: `migrated on db1, process 812`.
  public let holder: String
  private let number = Mutex<Int64?>(nil)

  public init(holder: String) { self.holder = holder }

  /// The number it was taken with; nil before that. Where the transaction that took it was rolled back, the ledger has a
  /// lower one.
  public var fence: Int64? { number.withLock { $0 } }

  func took(_ fence: Int64) { number.withLock { $0 = fence } }
}

/// What a ledger says of its lease, against the one who asks.
enum LeaseVerdict: Sendable, Hashable {
  case isOurs
  /// It is to be taken with this number.
  case take(Int64)
  /// Somebody took it after us.
  case isLost

  /// - Parameters:
  ///   - fence: the number that we have.
  ///   - found: the number in the ledger; nil where nobody ever had it.
  ///   - isOurName: whether the ledger names us as who has it.
  init(fence: Int64?, found: Int64?, isOurName: Bool) {
    let found = found ?? 0
    guard let fence, found >= fence else {
      self = .take(found + 1)
      return
    }
    self = found == fence && isOurName ? .isOurs : .isLost
  }
}

extension LedgerLease {
  func lost(in place: String, to holder: String?) -> TargetError {
    .locked(
      "\(place): \(holder ?? "another migrated") took over while \(self.holder) was away; nothing of the transaction was "
        + "applied; find out why two of them work on one database, stop one, and retry")
  }
}
