/// A parameter of a statement. It travels beside the SQL text and is never made part of it.
public enum PostgreSQLValue: Sendable, Hashable {
  case null
  /// Of whatever type the place in the statement asks for.
  case text(String)
  /// A `bigint`.
  case integer(Int64)
  case boolean(Bool)
  /// A `bytea`.
  case bytes([UInt8])
}

extension PostgreSQLValue {
  /// The type's number in `pg_type`, the same in every database; 0 lets the server infer it.
  var type: UInt32 {
    switch self {
    case .null, .text: 0
    case .integer: PostgreSQLType.int8
    case .boolean: PostgreSQLType.bool
    case .bytes: PostgreSQLType.bytea
    }
  }

  /// What is sent, without the NUL that ends a text; nil for NULL.
  var content: [UInt8]? {
    switch self {
    case .null: nil
    case .text(let text): Array(text.utf8)
    case .integer(let number): Array(String(number).utf8)
    case .boolean(let flag): Array((flag ? "t" : "f").utf8)
    case .bytes(let bytes): bytes
    }
  }

  var isBinary: Bool {
    switch self {
    case .null, .text, .integer, .boolean: false
    case .bytes: true
    }
  }
}
