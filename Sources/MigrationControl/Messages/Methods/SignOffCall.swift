import MigrationPhases

extension Call {
  /// Claims a checklist item, with evidence. Without a target: on every rollout of the migration. Role operator.
  public enum SignOff: ControlMethod {
    public static let name = "dev.migrated.Control.SignOff"

    public struct Parameters: Codable, Sendable, Hashable {
      public var migration: String
      public var target: String?
      public var item: String
      public var evidence: String
      /// After this span the claim stops to count; the policy's own bound where that is shorter or where none is given.
      public var expiresIn: Int?

      public init(migration: String, target: String? = nil, item: String, evidence: String, expiresIn: Int? = nil) {
        self.migration = migration
        self.target = target
        self.item = item
        self.evidence = evidence
        self.expiresIn = expiresIn
      }
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var signOffs: [Wire.SignOffClaim]

      public init(signOffs: [Wire.SignOffClaim]) {
        self.signOffs = signOffs
      }
    }
  }
}
