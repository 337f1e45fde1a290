import MigrationPhases

/// What is to be done before a program applies a migration of Prisma's in the daemon's place.
public enum PrismaProgramStart: Sendable, Hashable {
  /// The ledger has the step: there is nothing to do.
  case isOver
  /// An earlier run of the program applied it, and its proof is still to be written.
  case isApplied
  /// It is to be run.
  case isOpen
}

/// What became of a migration that a program was to apply.
public enum PrismaProgramEnd: Sendable, Hashable {
  /// The ledger has the step already.
  case alreadyDone
  /// It is applied, and the ledger has it now. The others are what Prisma has applied besides, since the program was
  /// first begun.
  case done(SchemaVersions, others: [String])
  /// Prisma has no row of it, so that nothing of it was begun.
  case notBegun
}

extension Target {
  /// For targets that Prisma is not used with.
  public func expectProgram(
    with companions: ScriptCompanions, as step: StepKey, tied tie: LedgerTie
  ) async throws(TargetError) -> PrismaProgramStart {
    throw .unsupported("\(name): folders of Prisma are applied to PostgreSQL only")
  }

  /// For targets that Prisma is not used with.
  public func proveProgram(
    with companions: ScriptCompanions, as step: StepKey, raisingTo version: Int, tied tie: LedgerTie
  ) async throws(TargetError) -> PrismaProgramEnd {
    throw .unsupported("\(name): folders of Prisma are applied to PostgreSQL only")
  }
}
