import MigrationPhases

extension Wire {
  /// Everything about one rollout.
  public struct RolloutDetail: Codable, Sendable, Hashable {
    public var rollout: Wire.Rollout
    /// The steps of the latest try.
    public var steps: [Wire.Step]
    /// Every claim that was made, oldest first.
    public var signOffs: [Wire.SignOffClaim]
    /// Every consent that was given, oldest first.
    public var approvals: [Wire.Approval]
    /// Every copy that was made, oldest first.
    public var restorePoints: [Wire.RestorePoint]

    public init(
      rollout: Wire.Rollout, steps: [Wire.Step], signOffs: [Wire.SignOffClaim], approvals: [Wire.Approval],
      restorePoints: [Wire.RestorePoint]
    ) {
      self.rollout = rollout
      self.steps = steps
      self.signOffs = signOffs
      self.approvals = approvals
      self.restorePoints = restorePoints
    }
  }
}
