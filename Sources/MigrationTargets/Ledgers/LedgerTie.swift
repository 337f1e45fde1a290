/// Which ledger a step must find in its target, and in whose name it writes there. Every step that writes compares it in
/// its own transaction, and throws `otherLedger` where the database has another one.
public struct LedgerTie: Sendable {
  /// The journal that acts; what it does is kept with its name.
  public var journal: String
  /// The ledger that belongs to the target.
  public var ledger: String
  /// Whether a database without a ledger gets this one. Only where the target never had one.
  public var isNew: Bool
  /// The version that each plan on record raises to, by digest: for entries from before the ledger kept that itself.
  public var schemaVersions: [String: Int]
  /// By which other daemons are kept out of the database meanwhile; nil where nobody else can be at it.
  public var lease: LedgerLease?

  public init(
    journal: String, ledger: String, isNew: Bool, schemaVersions: [String: Int] = [:], lease: LedgerLease? = nil
  ) {
    self.journal = journal
    self.ledger = ledger
    self.isNew = isNew
    self.schemaVersions = schemaVersions
    self.lease = lease
  }

  /// Whether this is the ledger, and nobody else keeps it.
  public func fits(_ found: LedgerIdentity) -> Bool {
    found.id == ledger && (found.journal == nil || found.journal == journal)
  }
}
