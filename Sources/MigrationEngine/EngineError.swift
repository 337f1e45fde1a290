import MigrationPhases
import MigrationStore
import MigrationTargets

/// Why the engine did not do what was asked. Each case has one error of the control protocol.
public enum EngineError: Error, Sendable {
  /// `near` are names that look alike.
  case noSuchMigration(String, near: [String])
  case noSuchTarget(String, known: [String])
  /// The migration has several rollouts and none was named.
  case ambiguousTarget(migration: String, targets: [String])
  case invalidPlan([Finding])
  case alreadyRegistered(migration: String, digest: String)
  case refused(Refusal, RolloutState)
  /// All gates of the phase, those that hold too.
  case gatesUnmet(migration: String, target: String, phase: Phase, gates: [Gate])
  /// Who registered a plan does not approve it.
  case ownPlan(migration: String, user: String)
  case invalidArgument(String, message: String)
  /// Work is under way on the target: the migration and its state, where it is known which.
  case targetBusy(String, migration: String?, RolloutState?)
  /// A target could not do what was asked of it.
  case target(String, TargetError)
  /// The journal cannot be read or written.
  case journal(StoreError)
  case stopping

  /// For the log.
  public var words: String {
    if case .journal(let error) = self { error.description } else { "\(self)" }
  }
}
