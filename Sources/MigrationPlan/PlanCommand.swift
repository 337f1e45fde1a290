/// A program with its arguments. No shell is involved.
public struct PlanCommand: Sendable, Hashable {
  /// The program and its arguments, at least one.
  public let command: [String]
  public let timeout: Duration
  /// Where it runs: an absolute path on the daemon's host, or a path inside the plan's folder (`.` is the folder itself).
  public let directory: String
}
