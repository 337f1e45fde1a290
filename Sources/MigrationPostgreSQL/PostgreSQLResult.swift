/// What a statement gave.
public struct PostgreSQLResult: Sendable, Hashable {
  public struct Column: Sendable, Hashable {
    public var name: String
    /// The type's number in `pg_type`.
    public var type: UInt32
  }

  public var columns: [Column] = []
  /// Values as the server writes them, nil for NULL.
  public var rows: [[String?]] = []
  /// There were more rows than were asked for; the statement was cancelled, and its transaction with it.
  public var isCut = false
  /// What the server says that it did, such as `UPDATE 3`.
  public var command = ""
  /// Rows that an INSERT, UPDATE, DELETE, MERGE or COPY wrote, or a SELECT gave; 0 for all else.
  public var affected = 0

  /// The first value of the first row.
  public var value: String? { rows.first?.first ?? nil }
}
