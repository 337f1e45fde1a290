import Testing

@testable import migrated

@Suite struct JournalEntryTests {
  private func text(_ entry: JournalEntry) -> String { String(decoding: entry.datagram, as: UTF8.self) }

  @Test func `fields are lines`() {
    let entry = JournalEntry(message: "it began", priority: 6, fields: [("SYSLOG_IDENTIFIER", "migrated")])
    #expect(text(entry) == "MESSAGE=it began\nPRIORITY=6\nSYSLOG_IDENTIFIER=migrated\n")
  }

  @Test func `a value with a newline goes with its length and cannot pass for a field`() {
    let entry = JournalEntry(message: "a\nPRIORITY=0", priority: 6, fields: [])
    let length: [UInt8] = [12, 0, 0, 0, 0, 0, 0, 0]
    #expect(entry.datagram == Array("MESSAGE\n".utf8) + length + Array("a\nPRIORITY=0\nPRIORITY=6\n".utf8))
  }

  @Test func `what is longer than a datagram is cut, between characters, and says so`() {
    let long = String(repeating: "é", count: 1 << 20)
    let fields = (0..<100).map { ("MIGRATED_F\($0)", long) }
    let entry = JournalEntry(message: long, priority: 6, fields: fields)
    #expect(entry.datagram.count < 208 << 10)
    #expect(String(validating: entry.datagram, as: UTF8.self) != nil)
    #expect(text(entry).contains("é… (2097152 bytes in all)\nPRIORITY=6\n"))
  }
}
