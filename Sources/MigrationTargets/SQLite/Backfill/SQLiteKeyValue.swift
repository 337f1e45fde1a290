import MigrationSQLite

/// One value of a table's key, byte for byte: text that is not valid UTF-8 stays as it is.
enum SQLiteKeyValue: Sendable, Hashable {
  case integer(Int64)
  case real(Double)
  case text([UInt8])
  case blob([UInt8])

  /// From `typeof(column)` and the column, its text cast to a blob.
  init?(type: SQLiteValue, value: SQLiteValue) {
    switch value {
    case .integer(let number): self = .integer(number)
    case .real(let number): self = .real(number)
    case .blob(let bytes): self = type == .text("text") ? .text(bytes) : .blob(bytes)
    case .null, .text: return nil
    }
  }

  /// To be bound where `SQLiteBackfillSQL` casts it back.
  var bound: SQLiteValue {
    switch self {
    case .integer(let number): .integer(number)
    case .real(let number): .real(number)
    case .text(let bytes), .blob(let bytes): .blob(bytes)
    }
  }

  /// For a message.
  var words: String {
    switch self {
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .text(let bytes): "'\(String(decoding: bytes, as: UTF8.self))'"
    case .blob(let bytes): "x'\(Self.hexadecimal(bytes))'"
    }
  }

  /// `i:-5`, `r:` and the bits, `t:` and `b:` and the bytes in hexadecimal: as the ledger keeps it.
  var stored: String {
    switch self {
    case .integer(let number): "i:\(number)"
    case .real(let number): "r:\(String(number.bitPattern, radix: 16))"
    case .text(let bytes): "t:\(Self.hexadecimal(bytes))"
    case .blob(let bytes): "b:\(Self.hexadecimal(bytes))"
    }
  }

  init?(stored: some StringProtocol) {
    let rest = String(stored.dropFirst(2))
    switch stored.prefix(2) {
    case "i:":
      guard let number = Int64(rest) else { return nil }
      self = .integer(number)
    case "r:":
      guard let bits = UInt64(rest, radix: 16) else { return nil }
      self = .real(Double(bitPattern: bits))
    case "t:":
      guard let bytes = Self.bytes(rest) else { return nil }
      self = .text(bytes)
    case "b:":
      guard let bytes = Self.bytes(rest) else { return nil }
      self = .blob(bytes)
    default: return nil
    }
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func bytes(_ digits: String) -> [UInt8]? {
    let values = digits.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
    guard values.count.isMultiple(of: 2), !values.contains(nil) else { return nil }
    let known = values.compactMap { $0 }
    return stride(from: 0, to: known.count, by: 2).map { UInt8(known[$0] * 16 + known[$0 + 1]) }
  }
}
