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

extension PlanBackfill {
  /// The expressions of `reverse`, each as a query over the table, named by the column: for whoever looks whether the
  /// database understands them.
  public var reverseQueries: [PlanQuery] {
    guard case .update(let table, _, _) = work else { return [] }
    return reverse.map { assignment in
      let expression = assignment.expression
      // Places in it are those of the expression.
      let select = "SELECT "
      return PlanQuery(
        name: assignment.column,
        script: PlanScript(
          file: expression.file, text: "\(select)\(expression.text)\nFROM \(table)", line: expression.line,
          column: max(1, expression.column - select.count)))
    }
  }
}
