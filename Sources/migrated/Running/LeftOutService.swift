import MigrationEngine
import ServiceLifecycle

/// Sees to it that refusals that were left out are told once their minute is over, though nobody asks for anything then.
struct LeftOutService: Service {
  let engine: Engine

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      while true {
        try await Task.sleep(for: .seconds(60))
        try? await engine.tellLeftOut()
      }
    }
  }
}
