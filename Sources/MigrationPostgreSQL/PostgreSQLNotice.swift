/// Something that the server said besides its answer.
public struct PostgreSQLNotice: Sendable, Hashable {
  /// `NOTICE`, `WARNING`, `INFO`, in English whatever the server's language.
  public var severity: String
  /// Its SQLSTATE.
  public var code: String
  public var message: String

  public init(severity: String, code: String, message: String) {
    self.severity = severity
    self.code = code
    self.message = message
  }
}
