import MigrationPhases

extension Wire {
  /// Nothing starts while one of these is in force.
  public struct FreezeNotice: Codable, Sendable, Hashable {
    public var reason: String
    public var by: Wire.Actor
    public var at: Int

    public init(reason: String, by: Wire.Actor, at: Int) {
      self.reason = reason
      self.by = by
      self.at = at
    }
  }
}
