import MigrationSQLite
import Testing

@testable import MigrationTargets

@Suite struct SQLiteCursorTests {
  @Test(arguments: [
    ("i:-9223372036854775808", [SQLiteKeyValue.integer(.min)]),
    ("r:3ff8000000000000", [.real(1.5)]),
    ("t:ff0041 b: i:7", [.text([0xff, 0, 0x41]), .blob([]), .integer(7)]),
    ("t: t:", [.text([]), .text([])]),
  ])
  func `a cursor is kept without loss`(text: String, values: [SQLiteKeyValue]) {
    #expect(SQLiteCursor(values: values).stored == text)
    #expect(SQLiteCursor(stored: text)?.values == values)
  }

  @Test(arguments: ["", "5", "i:", "i:5.0", "x:5", "t:f", "t:fg", "i:5 nonsense", "r:+1g"])
  func `what is no cursor is not taken for one`(text: String) {
    #expect(SQLiteCursor(stored: text) == nil)
  }
}
