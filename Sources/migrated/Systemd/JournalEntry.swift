/// One message for the system's journal, in its native protocol (https://systemd.io/JOURNAL_NATIVE_PROTOCOL).
struct JournalEntry: Sendable {
  /// Bounds that keep a message within what a datagram holds by default (net.core.wmem_max, 208 KiB).
  static let messageBytes = 48 << 10
  static let valueBytes = 4 << 10
  static let fieldCount = 16

  var message: String
  /// As syslog has it, 0 to 7.
  var priority: Int
  /// Names as the journal has them: A-Z, 0-9 and _.
  var fields: [(name: String, value: String)]

  var datagram: [UInt8] {
    var bytes: [UInt8] = []
    Self.append("MESSAGE", Self.cut(message, Self.messageBytes), to: &bytes)
    Self.append("PRIORITY", "\(priority)", to: &bytes)
    for (name, value) in fields.prefix(Self.fieldCount) {
      Self.append(name, Self.cut(value, Self.valueBytes), to: &bytes)
    }
    return bytes
  }

  /// `NAME=value`, or the name, the length in eight bytes and the value where that has newlines in it: no value can
  /// pass for a field.
  private static func append(_ name: String, _ value: String, to bytes: inout [UInt8]) {
    let newline = UInt8(ascii: "\n")
    bytes += name.utf8
    if value.utf8.contains(newline) {
      bytes.append(newline)
      withUnsafeBytes(of: UInt64(value.utf8.count).littleEndian) { bytes += $0 }
    } else {
      bytes.append(UInt8(ascii: "="))
    }
    bytes += value.utf8
    bytes.append(newline)
  }

  /// Cut between characters, and said so.
  private static func cut(_ text: String, _ most: Int) -> String {
    guard text.utf8.count > most else { return text }
    var kept = ""
    var size = 0
    for character in text {
      size += character.utf8.count
      if size > most { break }
      kept.append(character)
    }
    return "\(kept)… (\(text.utf8.count) bytes in all)"
  }
}
