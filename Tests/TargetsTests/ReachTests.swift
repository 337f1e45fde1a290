import Glibc
import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

@Suite struct ReachTests {
  @Test func `a missing file is not made, and the message says what to do`() async throws {
    let database = try TemporaryDatabase()
    let path = database.folder + "/other.sqlite"
    let target = SQLiteTarget(name: "shop", path: path)
    let expected = TargetError.unreachable(
      "\(path): there is no such file; correct the path of target shop in the configuration, "
        + "or restore the database (migrated never makes one)")
    await #expect(throws: expected) { try await target.observe() }
    await #expect(throws: expected) { try await target.apply([], as: step(.expand), raisingTo: 2, tied: tie) { _ in } }
    #expect(!files(in: database.folder).contains("other.sqlite"))
  }

  @Test func `a folder is not a database`() async throws {
    let database = try TemporaryDatabase()
    let target = SQLiteTarget(name: "shop", path: database.folder)
    await #expect(
      throws: TargetError.unreachable(
        "\(database.folder): is not a file; correct the path of target shop in the configuration")
    ) { try await target.observe() }
  }

  @Test func `a file of something else is not a database`() async throws {
    let database = try TemporaryDatabase()
    let path = database.folder + "/notes.txt"
    let file = try #require(fopen(path, "w"))
    for _ in 0..<200 { fputs("these are the notes of a meeting\n", file) }
    fclose(file)
    let target = SQLiteTarget(name: "shop", path: path)
    let expected = TargetError.unreachable(
      "\(path): is not a SQLite database; correct the path of target shop in the configuration")
    await #expect(throws: expected) { try await target.observe() }
    await #expect(throws: expected) { try await target.apply([], as: step(.expand), raisingTo: 2, tied: tie) { _ in } }
  }

  @Test func `a file that took the place of the first is the one that is looked at`() async throws {
    let database = try TemporaryDatabase("CREATE TABLE a (x);")
    let target = database.target()
    #expect(try await target.schema() == ["CREATE TABLE a (x)"])
    let other = try TemporaryDatabase("CREATE TABLE b (x);", journal: "delete")
    for suffix in ["-wal", "-shm"] { unlink(database.path + suffix) }
    #expect(rename(other.path, database.path) == 0)
    #expect(try await target.schema() == ["CREATE TABLE b (x)"])
  }

  @Test func `the write-ahead log of a file that took the place of the first is left alone`() async throws {
    let database = try TemporaryDatabase("CREATE TABLE a (x);")
    let target = database.target()
    _ = try await target.apply([], as: step(.expand), raisingTo: 2, tied: tie) { _ in }
    _ = try await target.observe()
    let other = try TemporaryDatabase("CREATE TABLE b (x);", journal: "delete")
    for suffix in ["-wal", "-shm"] { unlink(database.path + suffix) }
    #expect(rename(other.path, database.path) == 0)
    let application = try database.connect()
    try application.run("PRAGMA journal_mode = wal")
    try application.run("INSERT INTO b VALUES (1)")
    #expect(files(in: database.folder).contains("app.sqlite-wal"))
    _ = try await target.observe()
    #expect(files(in: database.folder).contains("app.sqlite-wal"))
    #expect(try await target.count(query("SELECT count(*) FROM b")) == 1)
  }

  @Test func `a damaged file is a matter of storage`() async throws {
    let database = try TemporaryDatabase(
      "CREATE TABLE a (x); INSERT INTO a SELECT hex(randomblob(500)) FROM pragma_function_list;", journal: "delete")
    let file = try #require(fopen(database.path, "r+"))
    fseek(file, 4096, SEEK_SET)
    for _ in 0..<20_000 { fputs("rubbish ", file) }
    fclose(file)
    let error = await #expect(throws: TargetError.self) {
      try await database.target().verify(query("SELECT count(x) FROM a"))
    }
    #expect(
      error
        == .storage(
          "\(database.path): the database is damaged: database disk image is malformed; "
            + "restore it from a copy"))
  }
}
