import MigrationControl
import MigrationEngine
import ServiceLifecycle

/// The control socket.
struct ServerService: Service {
  let server: VarlinkServer
  let engine: Engine
  let notifier: Notifier

  func run() async throws {
    // Clients wait in the kernel's queue from the moment the socket was made, so this is ready to be called.
    notifier.notify(.ready, .status("serving"))
    try await withGracefulShutdownHandler {
      try await server.run()
    } onGracefulShutdown: {
      notifier.notify(.stopping, .status("finishing what is under way"))
      engine.changes.finish()
      server.stop()
    }
  }
}
