/// SQL text of a plan and where it stands.
public struct PlanScript: Sendable, Hashable {
  /// The file's path inside the plan; `migration.yaml` for SQL written there.
  public let file: String
  public let text: String
  /// Place of the text's first character, from 1. Inside a YAML string of several lines later places are approximate.
  public let line: Int
  public let column: Int
}
