import Synchronization

/// Names of users by their numbers, remembered for a while: one person's calls come in rows.
final class UserNames: Sendable {
  private struct Known {
    var name: String
    var until: ContinuousClock.Instant
  }

  private let known = Mutex<[UInt32: Known]>([:])
  private let lifetime: Duration
  private let capacity: Int
  private let now: @Sendable () -> ContinuousClock.Instant

  init(
    lifetime: Duration = .seconds(60), capacity: Int = 256,
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) {
    self.lifetime = lifetime
    self.capacity = capacity
    self.now = now
  }

  /// The name, or the number in digits where the user has no name or the database does not answer. May block as long as
  /// the user database does.
  func name(of uid: UInt32) -> String {
    let moment = now()
    if let entry = known.withLock({ $0[uid] }), moment < entry.until { return entry.name }
    // Asked outside of the lock: a slow answer for one user keeps nobody else waiting.
    let name =
      switch Accounts.name(ofUser: uid) {
      case .found(let name): name
      case .absent, .failed: "\(uid)"
      }
    known.withLock { known in
      if known.count >= capacity { known = known.filter { moment < $0.value.until } }
      if known.count >= capacity { known.removeAll() }
      known[uid] = Known(name: name, until: moment + lifetime)
    }
    return name
  }

  var count: Int { known.withLock { $0.count } }
}
