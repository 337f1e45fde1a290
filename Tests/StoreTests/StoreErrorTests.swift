import GRDB
import Testing

@testable import MigrationStore

@Suite("Errors of the journal")
struct StoreErrorTests {
  @Test(
    "every SQLite code is kept, extended, under the name that tells what to do",
    arguments: [
      (ResultCode.SQLITE_FULL, "full"), (.SQLITE_READONLY_ROLLBACK, "readOnly"), (.SQLITE_CORRUPT_INDEX, "corrupt"),
      (.SQLITE_BUSY_SNAPSHOT, "busy"), (.SQLITE_LOCKED, "busy"), (.SQLITE_IOERR_FSYNC, "io"), (.SQLITE_CANTOPEN, "io"),
      (.SQLITE_CONSTRAINT_CHECK, "refused"), (.SQLITE_TOOBIG, "other"),
    ] as [(ResultCode, String)])
  func map(code: ResultCode, name: String) {
    let error = StoreError(DatabaseError(resultCode: code, message: "the reason"), path: "/var/lib/migrated/j")
    #expect(error.name == name)
    #expect(error.code == code.rawValue)
    #expect(error.message.contains("SQLite \(code.rawValue)"))
    #expect("\(error)" == error.message)
  }

  @Test("the messages say what, where, and what to do")
  func messages() {
    #expect(
      StoreError.full(path: "/j", code: 13).message
        == "no room left for the journal /j (SQLite 13); nothing was recorded; free space on its file system")
    #expect(
      StoreError.busy(path: "/j", code: 5).message
        == "another process holds the journal /j (SQLite 5); only one daemon may use it: `fuser /j` names it")
    #expect(
      StoreError.io(path: "/j", code: 14, what: "unable to open database file").message
        == "the journal /j cannot be used: unable to open database file (SQLite 14); check its file system and folder")
    #expect(
      StoreError.readOnly(path: "/j", code: 8).message
        == "the journal /j cannot be written (SQLite 8); check the owner and mode of the file and its folder, "
        + "and whether the file system is mounted read-only")
    #expect(StoreError.closed.message == "the journal is closed")
    #expect(StoreError.nested.name == "nested")
    #expect(StoreError.newerVersion(path: "/j", found: 3, known: 2).code == nil)
  }
}
