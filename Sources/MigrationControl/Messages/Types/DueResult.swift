import MigrationPhases

extension Wire {
  /// What became of one rollout when everything due was advanced.
  public struct DueResult: Codable, Sendable, Hashable {
    public var rollout: Wire.Rollout
    /// Whether its next phase was started now.
    public var advanced: Bool
    /// Why not, in words.
    public var message: String?

    public init(rollout: Wire.Rollout, advanced: Bool, message: String? = nil) {
      self.rollout = rollout
      self.advanced = advanced
      self.message = message
    }
  }
}
