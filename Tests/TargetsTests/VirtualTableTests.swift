import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

@Suite struct VirtualTableTests {
  @Test(arguments: [
    ("fts5(v)", "'x'", "'y'"), ("fts4(v)", "'x'", "'y'"), ("fts3(v)", "'x'", "'y'"),
    ("rtree(id, low, high)", "1, 2, 3", "2, 2, 3"),
  ])
  func `a virtual table of SQLite's own is made, written, and taken back`(
    module: String, row: String, other: String
  ) async throws {
    let database = try TemporaryDatabase()
    let create = "CREATE VIRTUAL TABLE found USING \(module)"
    let insert = "INSERT INTO found VALUES (\(row))"
    _ = try await database.target().apply(
      script(create, insert, "UPDATE found SET rowid = 5", "SELECT count(*) FROM found"), as: step(.expand),
      raisingTo: 2, tied: tie
    ) { _ in }
    #expect(try database.value("SELECT count(*) FROM found") == .integer(1))
    _ = try await database.target().apply(
      script("INSERT INTO found VALUES (\(other))", file: "other.sql"), as: step(.expand, of: "other"), raisingTo: 3,
      tied: tie
    ) { _ in }
    _ = try await database.target().undo(
      script("DELETE FROM found", "DROP TABLE found", file: "rollback.sql"), as: step(.expand, "undo"), tied: tie)
    #expect(try database.value("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'found%'") == .integer(0))
  }
}
