import MigrationControl
import MigrationEngine
import MigrationPhases

extension VarlinkFailure {
  /// The error that a caller is told for what the engine refused; one each.
  init(_ error: EngineError) {
    switch error {
    case .noSuchMigration(let name, let near): self = .told(Wire.NoSuchMigration(migration: name, near: near))
    case .noSuchTarget(let name, let known): self = .told(Wire.NoSuchTarget(target: name, known: known))
    case .ambiguousTarget(let migration, let targets):
      self = .told(Wire.AmbiguousTarget(migration: migration, targets: targets))
    case .invalidPlan(let findings): self = .told(Wire.InvalidPlan(findings: findings.map { Wire.Finding($0) }))
    case .alreadyRegistered(let migration, let digest):
      self = .told(Wire.AlreadyRegistered(migration: migration, digest: digest))
    case .refused(let refusal, let state):
      self = .told(Wire.Refused(code: refusal.code, message: refusal.message, state: Wire.State(state)))
    case .gatesUnmet(let migration, let target, let phase, let gates):
      self = .told(
        Wire.GatesUnmet(migration: migration, target: target, phase: phase, gates: gates.map { Wire.Gate($0) }))
    case .ownPlan(let migration, let user): self = .told(Wire.OwnPlan(migration: migration, user: user))
    case .invalidArgument(let argument, let message):
      self = .told(Wire.InvalidArgument(argument: argument, message: message))
    case .targetBusy(let target, let migration, let state):
      let what = migration.map { "\($0) is \(state?.description ?? "under way")" }
      self = .told(Wire.TargetBusy(target: target, message: what ?? "something is under way"))
    case .target(let target, let error): self = .told(Wire.TargetFailed(target: target, message: error.description))
    case .journal(let error): self = .told(Wire.JournalUnavailable(message: error.message))
    case .stopping: self = .told(Wire.Stopping())
    }
  }

  static func told(_ failure: some ControlFailure) -> VarlinkFailure {
    do { return .named(type(of: failure).name, try JSONValueEncoder.encodeObject(failure)) } catch {
      return .broken("an error could not be written: \(error)")
    }
  }
}

/// Runs a call of the engine; what it refuses becomes the error the caller is told.
func telling<T: Sendable>(
  _ body: () async throws(EngineError) -> T
) async throws(VarlinkFailure) -> T {
  do { return try await body() } catch { throw VarlinkFailure(error) }
}
