import MigrationSQLite

/// One connection to a target and the thread that works on it. A target has several, so that a look at it never waits
/// for a backfill.
actor SQLiteLane {
  enum Role: Sendable, Hashable {
    case reading, writing
  }

  private struct Opened {
    let connection: SQLiteConnection
    let identity: SQLiteFile.Identity
    let notes = SQLiteConnectionNotes()
  }

  nonisolated let executor: SQLiteLaneExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let file: SQLiteFile
  private let role: Role
  private let bounds: SQLiteBounds
  private var opened: Opened?

  init(name: String, file: SQLiteFile, role: Role, bounds: SQLiteBounds) {
    executor = SQLiteLaneExecutor(label: "migrated.sqlite.\(name)")
    self.file = file
    self.role = role
    self.bounds = bounds
  }

  /// Runs `body` with this lane's connection on this lane's thread. `fresh` gives it a connection that nothing was done
  /// on yet and that is closed afterwards. A cancelled task, or `limit` running out, interrupts what runs.
  nonisolated func run<T: Sendable>(
    fresh: Bool = false, limit: SQLiteLimit? = nil, _ body: @Sendable (SQLiteSession) throws(TargetError) -> T
  ) async throws(TargetError) -> T {
    let stop = SQLiteStop()
    let result = await withTaskCancellationHandler {
      await perform(fresh: fresh, limit: limit, stop: stop, body)
    } onCancel: {
      stop.ask(.cancelled)
    }
    return try result.get()
  }

  private func perform<T: Sendable>(
    fresh: Bool, limit: SQLiteLimit?, stop: SQLiteStop, _ body: @Sendable (SQLiteSession) throws(TargetError) -> T
  ) -> Result<T, TargetError> {
    do throws(TargetError) {
      let current = try current(fresh: fresh)
      defer { if fresh { opened = nil } }
      let interrupter = current.connection.interrupter
      defer { interrupter.detach() }
      stop.begin(interrupter, limit: limit, of: bounds)
      defer { stop.end() }
      let session = SQLiteSession(
        connection: current.connection, file: file, stop: stop, bounds: bounds, notes: current.notes)
      try session.checkStop()
      defer { session.rollBack() }
      return .success(try body(session))
    } catch {
      return .failure(error)
    }
  }

  /// Opens again when the file at the path is not the one that was opened: a restored copy would otherwise be missed.
  private func current(fresh: Bool) throws(TargetError) -> Opened {
    let identity = try file.identity()
    if !fresh, let opened, opened.identity == identity { return opened }
    opened = nil
    let connection = try file.open(role, bounds: bounds)
    let now = Opened(connection: connection, identity: identity)
    opened = now
    return now
  }
}
