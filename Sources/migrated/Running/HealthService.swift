import MigrationEngine
import ServiceLifecycle

/// Looks at the targets in the background, for what is told of their health.
struct HealthService: Service {
  let watch: HealthWatch

  func run() async throws {
    await cancelWhenGracefulShutdown { await watch.run() }
  }
}
