import MigrationPhases

extension Call {
  /// Consents to a phase. Role approver.
  public enum Approve: ControlMethod {
    public static let name = "dev.migrated.Control.Approve"

    public struct Parameters: Codable, Sendable, Hashable {
      public var migration: String
      public var target: String?
      public var phase: Phase
      public var comment: String?

      public init(migration: String, target: String? = nil, phase: Phase, comment: String? = nil) {
        self.migration = migration
        self.target = target
        self.phase = phase
        self.comment = comment
      }
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var approval: Wire.Approval
      /// True where the caller had given it before and it still counts: nothing was added.
      public var already: Bool?

      public init(approval: Wire.Approval, already: Bool? = nil) {
        self.approval = approval
        self.already = already
      }
    }
  }
}
