import MigrationPhases

/// What goes along with a script of expand or contract, and with the way back.
public struct ScriptCompanions: Sendable, Hashable {
  /// Triggers that keep columns in step: made after expand's statements, gone before contract's and the way back's.
  public var inStep: InStep?
  /// The script is this migration of Prisma's, and on record as Prisma keeps it.
  public var prisma: PrismaMigration?

  public init(inStep: InStep? = nil, prisma: PrismaMigration? = nil) {
    self.inStep = inStep
    self.prisma = prisma
  }
}

/// A folder that `prisma migrate` made, as its table `_prisma_migrations` knows it.
public struct PrismaMigration: Sendable, Hashable {
  /// The folder's name, such as `20261127120000_add_full_name`.
  public var name: String
  /// SHA-256 of the bytes of `migration.sql` as 64 lower-case hexadecimal digits, then those of its other line ends.
  public var checksums: [String]
  /// Those that come before it, by their names, where the plan says which: a database without that table has their
  /// changes and gets the table with them as applied, another one has to have just these.
  public var baseline: [PrismaMigration]

  /// - Parameter checksums: the file's own first.
  public init(name: String, checksums: [String], baseline: [PrismaMigration] = []) {
    self.name = name
    self.checksums = checksums
    self.baseline = baseline
  }
}

extension Target {
  /// As the requirement, with no more than triggers that keep columns in step.
  public func apply(
    _ statements: [ScriptStatement], keeping inStep: InStep? = nil, as step: StepKey, raisingTo version: Int,
    tied tie: LedgerTie, note: @escaping @Sendable (TargetNote) -> Void
  ) async throws(TargetError) -> StepProof {
    try await apply(
      statements, with: ScriptCompanions(inStep: inStep), as: step, raisingTo: version, tied: tie, note: note)
  }

  /// As the requirement, with no more than triggers that keep columns in step.
  public func undo(
    _ statements: [ScriptStatement], keeping inStep: InStep? = nil, as step: StepKey, tied tie: LedgerTie
  ) async throws(TargetError) -> StepProof {
    try await undo(statements, with: ScriptCompanions(inStep: inStep), as: step, tied: tie) { _ in }
  }
}
