import MigrationEngine
import ServiceLifecycle

/// Verifies the record once after the start, while callers are served already.
struct VerificationService: Service {
  let verification: RecordVerification
  let notifier: Notifier

  func run() async throws {
    await cancelWhenGracefulShutdown { await verification.verifyAtStart() }
    switch verification.latest {
    case .underWay, .intact: break
    case .altered: notifier.notify(.status("serving; the record was altered: see `migratectl audit verify`"))
    case .unknown: notifier.notify(.status("serving; the record could not be verified: try `migratectl audit verify`"))
    }
    try? await gracefulShutdown()
  }
}
