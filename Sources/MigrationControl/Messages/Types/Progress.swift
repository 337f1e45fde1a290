import MigrationPhases

extension Wire {
  /// How far a backfill is.
  public struct Progress: Codable, Sendable, Hashable {
    /// Rows gone over so far.
    public var rowsDone: Int
    /// Rows of the table, roughly.
    public var rowsTotal: Int
    /// Rows written so far.
    public var rowsWritten: Int
    /// Rows gone over a second, lately; absent where nothing is known yet.
    public var rowsPerSecond: Double?
    /// Time left at this rate; absent where nothing is known yet.
    public var remaining: Int?
    /// When this was so.
    public var at: Int

    public init(
      rowsDone: Int, rowsTotal: Int, rowsWritten: Int, rowsPerSecond: Double? = nil, remaining: Int? = nil, at: Int
    ) {
      self.rowsDone = rowsDone
      self.rowsTotal = rowsTotal
      self.rowsWritten = rowsWritten
      self.rowsPerSecond = rowsPerSecond
      self.remaining = remaining
      self.at = at
    }
  }
}
