/// One statement of a SQL file, with the place it came from.
public struct ScriptStatement: Sendable, Hashable, Codable {
  /// The statement's text without leading blanks and comments, and without the closing semicolon's trailing blanks.
  public var sql: String
  /// The file's name inside the plan, as the plan names it (`expand.sql`).
  public var file: String
  /// Line and column of the statement's first character, both from 1; the column counts characters.
  public var line: Int
  public var column: Int
  /// Its place in the file, from 1.
  public var ordinal: Int

  public init(sql: String, file: String, line: Int, column: Int, ordinal: Int) {
    self.sql = sql
    self.file = file
    self.line = line
    self.column = column
    self.ordinal = ordinal
  }
}
