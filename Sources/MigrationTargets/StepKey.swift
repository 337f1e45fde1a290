import MigrationPhases

/// Names one step of one migration in the ledger.
public struct StepKey: Sendable, Hashable {
  public var migration: String
  /// The plan's digest; the ledger refuses a migration of the same name with another digest.
  public var digest: String
  public var phase: Phase
  /// Unique within the phase: `apply`, `rows`, `undo`.
  public var step: String

  public init(migration: String, digest: String, phase: Phase, step: String) {
    self.migration = migration
    self.digest = digest
    self.phase = phase
    self.step = step
  }
}

/// How a step stands after it was asked for.
public enum StepProof: Sendable, Hashable {
  /// With what the database offers now.
  case done(SchemaVersions)
  /// The ledger had it; nothing was done now.
  case alreadyDone
}

/// The schema versions a database offers: an application that requires `r` fits when oldestSupported ≤ r ≤ current.
public struct SchemaVersions: Sendable, Hashable, Codable {
  public var current: Int
  public var oldestSupported: Int

  public init(current: Int, oldestSupported: Int) {
    self.current = current
    self.oldestSupported = oldestSupported
  }
}
