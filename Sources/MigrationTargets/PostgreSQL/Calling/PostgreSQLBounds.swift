import MigrationPostgreSQL

/// How long a PostgreSQL target waits, and for what. There is no waiting without a bound.
public struct PostgreSQLBounds: Sendable, Hashable {
  /// For one lock, in one try. While a statement waits for it, others queue up behind, so it is short.
  public var lock: Duration
  /// How often, and with what pauses, a transaction that did not get its locks is tried again. Between two tries it is
  /// rolled back, so that nobody waits behind it.
  public var retry: Backoff
  /// For one verify or count query.
  public var query: Duration
  /// For one script, all of its statements. Also for one that cannot run in a transaction.
  public var script: Duration
  /// For one batch of a backfill.
  public var batch: Duration
  /// For counting a table's rows before a backfill; a guess is made when it runs out.
  public var estimate: Duration
  /// For looks at the ledger and the catalogue.
  public var look: Duration
  /// What takes long and waits for old transactions is not begun while one is open for longer.
  public var oldestTransaction: Duration
  /// A table of at least so many pages is gone over by pages, in stripes, where its plan allows that.
  public var stripesFrom: Int
  /// Who is ended when in the way; nil for nobody.
  public var blockers: PostgreSQLBlockerPolicy?

  public init(
    lock: Duration = .milliseconds(250),
    retry: Backoff = Backoff(tries: 10, first: .milliseconds(250), longest: .seconds(8)),
    query: Duration = .seconds(300), script: Duration = .seconds(3_600), batch: Duration = .seconds(60),
    estimate: Duration = .seconds(2), look: Duration = .seconds(30),
    oldestTransaction: Duration = .seconds(300), stripesFrom: Int = 1_024,
    blockers: PostgreSQLBlockerPolicy? = nil
  ) {
    self.lock = lock
    self.retry = retry
    self.query = query
    self.script = script
    self.batch = batch
    self.estimate = estimate
    self.look = look
    self.oldestTransaction = oldestTransaction
    self.stripesFrom = stripesFrom
    self.blockers = blockers
  }

  /// How often is looked how far a statement is that takes long.
  var watch: Duration { min(.milliseconds(900), script / 20) }
}
