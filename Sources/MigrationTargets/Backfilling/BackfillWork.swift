import MigrationPhases

/// What a backfill writes, as the plan says it, independent of the engine.
public enum BackfillWork: Sendable, Hashable {
  /// `UPDATE table SET column = expression, … WHERE (key in range) AND (condition)`.
  case update(table: String, assignments: [Assignment], condition: String?)
  /// A statement of the plan's own over the table's key, with `:lower` (exclusive; at the start a value below every
  /// key, so that `key > :lower AND key <= :upper` is all it needs) and `:upper` (inclusive). Only for tables with a
  /// key of one column.
  case script(table: String, statement: ScriptStatement)

  public struct Assignment: Sendable, Hashable {
    public var column: String
    /// A SQL expression over the row.
    public var expression: String

    public init(column: String, expression: String) {
      self.column = column
      self.expression = expression
    }
  }

  public var table: String {
    switch self {
    case .update(let table, _, _), .script(let table, _): table
    }
  }

  /// Which rows need writing, as the plan says it.
  var condition: String? {
    switch self {
    case .update(_, _, let condition): condition
    case .script: nil
    }
  }
}

/// What is known before a backfill starts or goes on.
public struct BackfillEstimate: Sendable, Hashable {
  /// Rows of the table, roughly; for progress only.
  public var rows: Int
  /// Rows that earlier batches went over, from the ledger.
  public var rowsDone: Int
  /// Rows that earlier batches wrote, from the ledger.
  public var rowsWritten: Int
  /// The key's columns in their order, `rowid` where the table has no better.
  public var key: [String]

  public init(rows: Int, rowsDone: Int, rowsWritten: Int = 0, key: [String]) {
    self.rows = rows
    self.rowsDone = rowsDone
    self.rowsWritten = rowsWritten
    self.key = key
  }
}

/// What one batch did.
public struct BackfillBatch: Sendable, Hashable {
  /// Rows of the table gone over, whether they needed writing or not.
  public var rowsDone: Int
  /// Rows written.
  public var rowsWritten: Int
  /// Time from the transaction's first statement to its commit: how long others were kept out.
  public var held: Duration
  public var isFinished: Bool
  /// Whether others were seen to write to the database since the batch before.
  public var othersWrote: Bool
  /// Whether every other writer had to wait while it ran.
  public var keepsOthersOut: Bool

  public init(
    rowsDone: Int, rowsWritten: Int, held: Duration, isFinished: Bool, othersWrote: Bool = false,
    keepsOthersOut: Bool = true
  ) {
    self.rowsDone = rowsDone
    self.rowsWritten = rowsWritten
    self.held = held
    self.isFinished = isFinished
    self.othersWrote = othersWrote
    self.keepsOthersOut = keepsOthersOut
  }
}
