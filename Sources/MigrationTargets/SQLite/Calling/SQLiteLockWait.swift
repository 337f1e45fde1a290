/// How much of a call's bound has gone by waiting for others' locks. Work counts only once it had to be begun anew.
struct SQLiteLockWait {
  private var spent = Duration.zero
  private var since: ContinuousClock.Instant?

  var isOn: Bool { since != nil }

  mutating func begin(at instant: ContinuousClock.Instant = .now) { since = since ?? instant }

  mutating func end() {
    spent += since.map { .now - $0 } ?? .zero
    since = nil
  }

  func left(of bound: Duration) -> Duration { bound - spent - (since.map { .now - $0 } ?? .zero) }
}
