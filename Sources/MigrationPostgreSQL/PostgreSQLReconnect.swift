/// Makes a connection where one broke: tries again while the reason is a passing one, with pauses, to a last try.
public struct PostgreSQLReconnect: Sendable {
  private let backoff: Backoff
  private let sleep: @Sendable (Duration) async throws -> Void

  /// `sleep` throws when the task is cancelled.
  public init(
    backoff: Backoff = Backoff(tries: 8, first: .milliseconds(250), longest: .seconds(8)),
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.backoff = backoff
    self.sleep = sleep
  }

  /// Runs `body`, which only reads, until it is answered; a refusal that will not pass by itself is thrown at once.
  public func run<T: Sendable>(
    on connection: PostgreSQLConnection, _ body: @Sendable (PostgreSQLSession) throws(PostgreSQLError) -> T
  ) async throws(PostgreSQLError) -> T {
    var tried = 0
    while true {
      do throws(PostgreSQLError) {
        return try await connection.use(body)
      } catch {
        tried += 1
        guard error.isPassing, let pause = backoff.pause(after: tried) else { throw error }
        do { try await sleep(pause) } catch { throw .cancelled }
      }
    }
  }
}
