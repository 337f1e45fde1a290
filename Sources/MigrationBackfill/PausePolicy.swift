/// Decides how long batches may be, and how long to keep away after some, so that others get their turn.
///
/// Nobody tells a SQLite writer that the lock is free: it looks again after waits that grow from 1 to 100 ms
/// (`sqliteDefaultBusyCallback` in https://sqlite.org/src/file/src/main.c). So only a pause longer than its next wait
/// lets it in for certain, and how long that is follows from how long the lock was held. Batches with hardly a break
/// between them are one long batch to it.
///
/// While others are seen to write, the lock is held for as long as they still look every 25 ms. While nobody is, it is
/// held longer, with a longer pause, which costs less; whoever comes first is let in within a second, SQLite's smallest
/// usual `busy_timeout`.
public struct PausePolicy: Sendable, Hashable {
  public struct Rhythm: Sendable, Hashable {
    /// How long one batch shall hold the lock.
    public var batch: Duration
    /// How long batches may hold it on end.
    public var onEnd: Duration

    public init(batch: Duration, onEnd: Duration) {
      self.batch = batch
      self.onEnd = onEnd
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
      shared: Rhythm = Rhythm(batch: .milliseconds(90), onEnd: .milliseconds(125)),
      alone: Rhythm = Rhythm(batch: .milliseconds(200), onEnd: .milliseconds(650)),
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

  /// How long the next batch shall hold the lock.
  public var batchTarget: Duration { rhythm.batch }

  /// The pause after a batch that held the lock for `held` and then left it free for `free`; zero for going on at once.
  public mutating func pause(afterHolding held: Duration, free: Duration, othersWrote: Bool) -> Duration {
    heldOnEnd += held
    if othersWrote { sinceOthers = .zero } else { age(by: held + free) }
    let needed = Self.lettingIn(afterHolding: heldOnEnd)
    if free >= needed { heldOnEnd = .zero }
    // The next batch will take about as long as this one, or as long as it shall.
    guard heldOnEnd + min(held, rhythm.batch) > rhythm.onEnd else { return .zero }
    heldOnEnd = .zero
    age(by: needed)
    return max(.zero, needed - free)
  }

  /// How long the lock must be free for one who waits since it was taken, or since later, to find it so.
  static func lettingIn(afterHolding held: Duration) -> Duration {
    var waited = Duration.zero
    for wait in waits {
      waited += .milliseconds(wait)
      if held <= waited { return .milliseconds(wait) + margin }
    }
    return .milliseconds(longestWait) + margin
  }

  /// SQLite's waits between two looks at a lock, in milliseconds.
  private static let waits = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50]
  private static let longestWait = 100
  /// Sleeping takes a little longer than asked for, here and there.
  private static let margin = Duration.milliseconds(3)

  private var rhythm: Rhythm { sinceOthers == nil ? settings.alone : settings.shared }

  private mutating func age(by time: Duration) {
    guard let age = sinceOthers else { return }
    sinceOthers = age + time > settings.memory ? nil : age + time
  }
}
