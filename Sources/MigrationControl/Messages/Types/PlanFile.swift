import MigrationPhases

extension Wire {
  /// A file of a plan.
  public struct PlanFile: Codable, Sendable, Hashable {
    /// Its path inside the plan, with slashes.
    public var path: String
    public var content: String

    public init(path: String, content: String) {
      self.path = path
      self.content = content
    }
  }
}
