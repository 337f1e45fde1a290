/// What a backfill writes. A program's work cannot be linted and has no case here.
public enum LintBackfill: Sendable, Hashable {
  /// `UPDATE table SET column = expression, … WHERE condition`.
  case update(table: String, assignments: [Assignment], condition: ScriptSource?)
  /// One statement with `:lower` and `:upper` over the key of `table`.
  case script(table: String, source: ScriptSource)

  public struct Assignment: Sendable, Hashable {
    public var column: String
    public var expression: ScriptSource

    public init(column: String, expression: ScriptSource) {
      self.column = column
      self.expression = expression
    }
  }
}
