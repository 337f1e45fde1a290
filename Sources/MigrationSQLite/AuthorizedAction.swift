/// What a statement would do, as SQLite's authorizer reports it while preparing.
public struct AuthorizedAction: Sendable, Hashable {
  /// One of SQLite's action codes (https://sqlite.org/c3ref/c_alter_table.html).
  public var code: Int32
  /// The two details that the code's documentation names, such as table and column.
  public var first: String?
  public var second: String?
  /// `main`, `temp` or the name of an attached database.
  public var database: String?
  /// The innermost trigger or view on whose behalf it happens.
  public var trigger: String?

  public init(code: Int32, first: String?, second: String?, database: String?, trigger: String?) {
    self.code = code
    self.first = first
    self.second = second
    self.database = database
    self.trigger = trigger
  }
}

/// The answer to an action.
public enum Authorization: Sendable, Hashable { case allow, deny, ignore }
