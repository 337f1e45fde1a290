import MigrationPhases

extension Wire {
  /// How a database is, now and over the last 15 minutes.
  public struct TargetHealth: Codable, Sendable, Hashable {
    public var target: String
    public var environment: String
    /// Such as SQLite 3.40.1; without the version while it cannot be reached.
    public var engine: String
    /// Whether it can be reached, and is taken for this target's database.
    public var ok: Bool
    /// Why it is not ok, and the way out where there is one; absent where it is.
    public var error: String?
    /// Whether it could be reached now.
    public var connected: Bool
    /// How long the look took that was made for this answer.
    public var latency: Int?
    /// The newest schema version an application may require of it.
    public var currentVersion: Int?
    /// The oldest schema version an application may require of it.
    public var oldestSupported: Int?
    /// How many looks of the last 15 minutes were answered; at most the last 900.
    public var samples: Int
    /// Half of them took no longer.
    public var p50: Int?
    /// 99 of 100 of them took no longer.
    public var p99: Int?

    public init(
      target: String, environment: String, engine: String, ok: Bool, error: String? = nil, connected: Bool,
      latency: Int? = nil, currentVersion: Int? = nil, oldestSupported: Int? = nil, samples: Int, p50: Int? = nil,
      p99: Int? = nil
    ) {
      self.target = target
      self.environment = environment
      self.engine = engine
      self.ok = ok
      self.error = error
      self.connected = connected
      self.latency = latency
      self.currentVersion = currentVersion
      self.oldestSupported = oldestSupported
      self.samples = samples
      self.p50 = p50
      self.p99 = p99
    }
  }
}
