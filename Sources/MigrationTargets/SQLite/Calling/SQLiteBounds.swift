/// How long a SQLite target waits, and for what. There is no waiting without a bound.
public struct SQLiteBounds: Sendable, Hashable {
  /// For another connection's lock, over all tries of one call.
  public var lock: Duration
  /// For one verify or count query.
  public var query: Duration
  /// For one script, all of its statements.
  public var script: Duration
  /// For counting a table's rows before a backfill; a guess is made when it runs out.
  public var estimate: Duration

  public init(
    lock: Duration = .seconds(10), query: Duration = .seconds(300), script: Duration = .seconds(3_600),
    estimate: Duration = .seconds(2)
  ) {
    self.lock = lock
    self.query = query
    self.script = script
    self.estimate = estimate
  }
}
