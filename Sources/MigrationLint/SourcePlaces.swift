/// Turns byte offsets of a text into lines and columns, given where the text begins. Columns count Unicode scalars.
struct SourcePlaces {
  private let line: Int
  private let column: Int
  private let bytes: [UInt8]
  private var offset = 0
  private var currentLine: Int
  private var currentColumn: Int

  init(_ text: String, line: Int, column: Int) {
    bytes = Array(text.utf8)
    self.line = line
    self.column = column
    currentLine = line
    currentColumn = column
  }

  /// Quick for offsets asked for in rising order.
  mutating func place(of wanted: Int) -> (line: Int, column: Int) {
    if wanted < offset { (offset, currentLine, currentColumn) = (0, line, column) }
    while offset < min(wanted, bytes.count) {
      let byte = bytes[offset]
      if byte == 10 {
        currentLine += 1
        currentColumn = 1
      } else if byte & 0xC0 != 0x80, !(byte == 0xEF && bytes[offset...].starts(with: [0xEF, 0xBB, 0xBF])) {
        currentColumn += 1
      }
      offset += 1
    }
    return (currentLine, currentColumn)
  }
}
