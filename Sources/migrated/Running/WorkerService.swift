import MigrationEngine
import ServiceLifecycle

/// The worker, until the daemon is told to stop and what is under way has come to a safe place.
struct WorkerService: Service {
  let worker: Worker
  let engine: Engine

  func run() async throws {
    await withDiscardingTaskGroup { group in
      group.addTask {
        try? await gracefulShutdown()
        await engine.stop()
      }
      await worker.run()
      group.cancelAll()
    }
  }
}
