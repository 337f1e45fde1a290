import MigrationPhases

extension Wire {
  /// A database that the daemon can reach.
  public struct Target: Codable, Sendable, Hashable {
    public var name: String
    public var environment: String
    /// The groups it belongs to.
    public var groups: [String]
    /// Such as SQLite 3.40.1; absent while it cannot be reached.
    public var engine: String?
    public var reachable: Bool
    /// Why it cannot be reached.
    public var message: String?
    /// How long one look at it took.
    public var latency: Int?
    /// The newest schema version an application may require of it.
    public var currentVersion: Int?
    /// The oldest schema version an application may require of it.
    public var oldestSupported: Int?
    /// The id of the ledger that it has; absent where it has none yet.
    public var ledger: String?
    /// Why what answers is not taken for this target's database, and the way out; absent where it is.
    public var objection: String?

    public init(
      name: String, environment: String, groups: [String], engine: String? = nil, reachable: Bool,
      message: String? = nil, latency: Int? = nil, currentVersion: Int? = nil, oldestSupported: Int? = nil,
      ledger: String? = nil, objection: String? = nil
    ) {
      self.name = name
      self.environment = environment
      self.groups = groups
      self.engine = engine
      self.reachable = reachable
      self.message = message
      self.latency = latency
      self.currentVersion = currentVersion
      self.oldestSupported = oldestSupported
      self.ledger = ledger
      self.objection = objection
    }
  }
}
