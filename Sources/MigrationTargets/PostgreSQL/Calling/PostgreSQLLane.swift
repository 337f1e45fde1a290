import MigrationPostgreSQL

/// One connection of a target. A target has several, so that a look at it never waits for a backfill.
struct PostgreSQLLane: Sendable {
  let connection: PostgreSQLConnection
  let place: PostgreSQLPlace

  init(name: String, settings: PostgreSQLSettings, place: PostgreSQLPlace) {
    connection = PostgreSQLConnection(name: name, settings: settings)
    self.place = place
  }

  func run<T: Sendable>(
    fresh: Bool = false, limit: PostgreSQLLimit, _ body: @Sendable (PostgreSQLCall) throws(TargetError) -> T
  ) async throws(TargetError) -> T {
    let result: Result<T, TargetError>
    do throws(PostgreSQLError) {
      result = try await lend(fresh: fresh, limit: limit) { call in
        do throws(TargetError) { return .success(try body(call)) } catch { return .failure(error) }
      }
    } catch {
      throw place.trouble(limit).error(for: error)
    }
    return try result.get()
  }

  /// Throws where no connection comes about.
  func lend<T: Sendable>(
    fresh: Bool, isCancellable: Bool = true, limit: PostgreSQLLimit, _ body: @Sendable (PostgreSQLCall) -> T
  ) async throws(PostgreSQLError) -> T {
    try await connection.use(fresh: fresh, isCancellable: isCancellable) { session throws(PostgreSQLError) -> T in
      body(PostgreSQLCall(session: session, place: place, limit: limit))
    }
  }
}
