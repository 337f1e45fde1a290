/// Decides how long to keep away after a batch, so that others get their turn.
///
/// Nobody tells a SQLite writer that the lock is free: it looks again after 1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50 and
/// then every 100 ms (`sqliteDefaultBusyCallback` in https://sqlite.org/src/file/src/main.c). So a pause helps only when
/// it is longer than the distance between two such looks: a little over 25 ms after nobody can have waited for more than
/// 128 ms, a little over 100 ms otherwise. The first kind is made while others are seen to write; the second,
/// which costs less because it comes less often, while nobody is, so that the first who comes is let in within a second.
public struct PausePolicy: Sendable, Hashable {
  /// How long batches may hold on end, and how long a pause follows.
  public struct Rhythm: Sendable, Hashable {
    public var hold: Duration
    public var pause: Duration

    public init(hold: Duration, pause: Duration) {
      self.hold = hold
      self.pause = pause
    }
  }

  public struct Settings: Sendable, Hashable {
    /// While others write.
    public var shared: Rhythm
    /// While nobody is seen to.
    public var alone: Rhythm
    /// How long others count as writing after they were last seen.
    public var memory: Duration

    public init(
      shared: Rhythm = Rhythm(hold: .milliseconds(115), pause: .milliseconds(27)),
      alone: Rhythm = Rhythm(hold: .milliseconds(600), pause: .milliseconds(105)),
      memory: Duration = .seconds(10)
    ) {
      self.shared = shared
      self.alone = alone
      self.memory = memory
    }
  }

  private let settings: Settings
  private var heldOnEnd: Duration = .zero
  /// Time since others were last seen; nil when they never were, or not within memory.
  private var sinceOthers: Duration?

  public init(_ settings: Settings = Settings()) { self.settings = settings }

  /// The pause after a batch that held its locks for `held` and then left them free for `free`; zero for going on at
  /// once.
  public mutating func pause(afterHolding held: Duration, free: Duration, othersWrote: Bool) -> Duration {
    heldOnEnd += held
    if othersWrote { sinceOthers = .zero } else { age(by: held + free) }
    let rhythm = sinceOthers == nil ? settings.alone : settings.shared
    if free >= rhythm.pause { heldOnEnd = .zero }
    // The next batch will take about as long as this one.
    guard heldOnEnd + held > rhythm.hold else { return .zero }
    heldOnEnd = .zero
    age(by: rhythm.pause)
    return max(.zero, rhythm.pause - free)
  }

  private mutating func age(by time: Duration) {
    guard let age = sinceOthers else { return }
    sinceOthers = age + time > settings.memory ? nil : age + time
  }
}
