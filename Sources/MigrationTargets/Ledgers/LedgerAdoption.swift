/// What became of a database that was taken over, with what its ledger says.
public struct LedgerAdoption: Sendable, Hashable {
  /// The ledger that it had; nil where it had none and got one.
  public var found: LedgerIdentity?
  /// Entries that stand, and are this journal's from now on.
  public var entries: Int
  /// What the database offers.
  public var versions: SchemaVersions

  public init(found: LedgerIdentity?, entries: Int, versions: SchemaVersions) {
    self.found = found
    self.entries = entries
    self.versions = versions
  }
}
