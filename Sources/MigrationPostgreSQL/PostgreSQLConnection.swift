/// One connection to a database and the thread that works on it. It is made when it is first needed, kept, and made
/// anew after it broke.
public actor PostgreSQLConnection {
  nonisolated let executor: PostgreSQLExecutor
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let settings: PostgreSQLSettings
  private var session: PostgreSQLSession?

  /// `name` is for the thread. Nothing is tried until something is asked.
  public init(name: String, settings: PostgreSQLSettings) {
    executor = PostgreSQLExecutor(label: "migrated.postgresql.\(name)")
    self.settings = settings
  }

  /// Lends the connection to `body` on this connection's thread; one at a time. When the task is cancelled, so is what
  /// runs on the server, and `body` gets `cancelled` from then on. A transaction left open is rolled back. `fresh` gives
  /// a connection that nothing was done on yet and that is closed afterwards. What is not `isCancellable` runs in a
  /// cancelled task as well, so that what became of a transaction can be asked.
  public nonisolated func use<T: Sendable>(
    fresh: Bool = false, isCancellable: Bool = true,
    _ body: @Sendable (PostgreSQLSession) throws(PostgreSQLError) -> T
  ) async throws(PostgreSQLError) -> T {
    let stop = PostgreSQLStop()
    let result = await withTaskCancellationHandler {
      await perform(fresh: fresh, stop: stop, body)
    } onCancel: {
      if isCancellable { stop.ask() }
    }
    return try result.get()
  }

  /// Runs one statement, in a transaction of its own.
  @discardableResult
  public nonisolated func run(
    _ sql: String, _ values: [PostgreSQLValue] = [], bound: Duration? = nil
  ) async throws(PostgreSQLError) -> PostgreSQLResult {
    try await use { session throws(PostgreSQLError) in try session.run(sql, values, bound: bound) }
  }

  /// Closes it; the next use makes another.
  public func close() { session = nil }

  private func perform<T: Sendable>(
    fresh: Bool, stop: PostgreSQLStop, _ body: @Sendable (PostgreSQLSession) throws(PostgreSQLError) -> T
  ) -> Result<T, PostgreSQLError> {
    do throws(PostgreSQLError) {
      let session = try current(fresh: fresh, stop: stop)
      session.stop = stop
      defer {
        session.rollBack()
        if fresh || !session.isOpen { self.session = nil }
      }
      return .success(try body(session))
    } catch {
      return .failure(error)
    }
  }

  private func current(fresh: Bool, stop: PostgreSQLStop) throws(PostgreSQLError) -> PostgreSQLSession {
    if stop.isAsked { throw .cancelled }
    session?.look()
    if !fresh, let session, session.isOpen { return session }
    session = nil
    let opened = try PostgreSQLOpening(options: PostgreSQLOptions(settings), stop: stop).open()
    session = opened
    return opened
  }
}
