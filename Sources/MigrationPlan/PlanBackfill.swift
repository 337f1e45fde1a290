/// How existing rows get what expand made room for.
public struct PlanBackfill: Sendable, Hashable {
  public enum Work: Sendable, Hashable {
    /// `UPDATE table SET column = expression, … WHERE condition`, in ranges of the table's key.
    case update(table: String, assignments: [Assignment], condition: PlanScript?)
    /// One statement of the plan's own with `:lower` and `:upper`, for ranges of the table's key.
    case sql(table: String, script: PlanScript)
    /// A program that does all of it.
    case run(PlanCommand)
  }

  public struct Assignment: Sendable, Hashable {
    public let column: String
    public let expression: PlanScript
  }

  public let work: Work
  /// Gives one whole number: rows still to be written. The backfill is complete when it is 0.
  public let remaining: PlanScript
  public let verify: [PlanQuery]
  /// Whether triggers write the columns of an update for rows that releases write which do not know them.
  public let keepsInStep: Bool
  /// Old columns that those triggers write for a release that does not know them any more.
  public let reverse: [Assignment]
}
