import MigrationPhases

/// A migration as its folder describes it, checked, with the bytes of every file. What it says never changes.
public struct Plan: Sendable, Hashable {
  /// `^[a-z][a-z0-9-]{0,62}$`
  public let name: String
  public let description: String
  public let owner: String
  /// The name of a group of targets in the daemon's configuration.
  public let targets: String
  /// What its SQL is written for.
  public let engine: DatabaseEngine
  /// The version that a database offers once expand is complete.
  public let schemaVersion: Int
  public let expand: PlanExpand
  /// nil where there is nothing to do in that phase, as with `switch` and `contract`.
  public let backfill: PlanBackfill?
  public let `switch`: PlanSwitch?
  public let contract: PlanContract?
  /// The phases that a timer may start.
  public let automatic: Set<Phase>
  /// `migration.yaml` and every file it names.
  public let files: PlanFiles

  /// SHA-256 over every file's name and content, as 64 hexadecimal digits; see `PlanFiles.encoded`.
  public let digest: String

  /// The file that describes the plan.
  public static let fileName = "migration.yaml"

  /// Every verify query of a phase, in the plan's order.
  public func verify(after phase: Phase) -> [PlanQuery] {
    switch phase {
    case .expand: expand.verify
    case .backfill: backfill?.verify ?? []
    case .switch: `switch`?.verify ?? []
    case .contract: contract?.verify ?? []
    }
  }
}

extension Plan {
  /// Reads a plan from its files, wherever they came from.
  /// - Throws: `PlanError.findings` with everything that is wrong, in the order of the files' lines.
  public static func read(_ files: PlanFiles) throws(PlanError) -> Plan {
    var decoder = PlanDecoder(source: .memory(files))
    return try decoder.plan()
  }
}
