/// Which ledger a database has.
public struct LedgerIdentity: Sendable, Hashable {
  /// Random, given when it was made and anew when it is adopted, so that a copy and its origin can be told apart.
  public var id: String
  /// The journal that keeps it; nil for a ledger from before ledgers knew.
  public var journal: String?

  public init(id: String, journal: String?) {
    self.id = id
    self.journal = journal
  }
}
