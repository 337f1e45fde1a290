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
      let changes = engine.changes.listen()
      while await engine.failure == nil {
        var next = changes.makeAsyncIterator()
        guard await next.next() != nil else { return }
      }
      guard let failure = await engine.failure else { return }
      notifier.notify(.status("refusing commands: \(failure)"))
      try await Task.sleep(for: Self.moment)
      throw JournalLost()
    }
  }
}
