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
  }
}
