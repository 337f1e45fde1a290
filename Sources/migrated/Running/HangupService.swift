import Logging
import ServiceLifecycle
import UnixSignals

/// SIGHUP reads the configuration again.
struct HangupService: Service {
  let reloader: Reloader
  let log: Logger

  func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sighup)
    for await _ in signals.cancelOnGracefulShutdown() {
      do throws(ReloadFailure) {
        let message = try await reloader.reload(by: .daemon)
        log.notice("\(message)")
      } catch { log.error("the configuration was not taken over: \(error)") }
    }
  }
}
