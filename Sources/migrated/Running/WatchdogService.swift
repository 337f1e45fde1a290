import MigrationEngine
import ServiceLifecycle

/// Tells systemd that the deciding actor still answers, at half the interval it asks for.
struct WatchdogService: Service {
  let interval: Duration?
  let notifier: Notifier
  let engine: Engine

  func run() async throws {
    guard let interval else {
      try await gracefulShutdown()
      return
    }
    try? await cancelWhenGracefulShutdown {
      while true {
        await engine.ping()
        notifier.notify(.watchdog)
        try await Task.sleep(for: interval / 2)
      }
    }
    // Work that is still being finished must not be taken for a hang.
    while await !engine.isDone {
      notifier.notify(.watchdog)
      do { try await Task.sleep(for: interval / 2) } catch { return }
    }
  }
}
