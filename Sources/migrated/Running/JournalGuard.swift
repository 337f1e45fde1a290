import MigrationEngine
import ServiceLifecycle

/// Ends the daemon with its own status when the journal cannot be written any more, after a moment in which callers are
/// still told why.
struct JournalGuard: Service {
  static let moment: Duration = .seconds(10)

  let engine: Engine
  let notifier: Notifier

  func run() async throws {
    try await cancelWhenGracefulShutdown {
      for await _ in engine.changes.listen() {
        guard let failure = engine.failure else { continue }
        notifier.notify(.status("refusing commands: \(failure)"))
        try await Task.sleep(for: Self.moment)
        throw JournalLost()
      }
    }
    // The server ends the feed before it is this service's turn to stop.
    try? await gracefulShutdown()
  }
}
