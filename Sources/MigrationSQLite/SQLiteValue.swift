/// One of SQLite's five kinds of value.
public enum SQLiteValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  public var integer: Int64? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  public var text: String? {
    guard case .text(let value) = self else { return nil }
    return value
  }
}
