import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

@Suite struct ForeignKeyTests {
  private let schema = """
    CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id));
    INSERT INTO parent VALUES (1, 'a'), (2, 'b');
    INSERT INTO child VALUES (1, 1), (2, 2), (3, NULL);
    """

  private func apply(_ statements: [ScriptStatement], on database: TemporaryDatabase) async throws -> StepProof {
    try await database.target().apply(statements, as: step(.contract), raisingTo: 2, tied: tie) { _ in }
  }

  @Test(arguments: ["DELETE FROM parent WHERE id = 2", "DROP TABLE parent", "UPDATE child SET parent = 7 WHERE id = 1"])
  func `a script that leaves rows without their parents is not applied`(sql: String) async throws {
    let database = try TemporaryDatabase(schema)
    let error = await #expect(throws: TargetError.self) { try await apply(script(sql), on: database) }
    let lacking = sql.hasPrefix("DROP") ? 2 : 1
    #expect(
      error
        == .statement(
          code: "787",
          message: "the script leaves \(lacking) rows of child without the row that a foreign key of theirs names "
            + "(0 before it); nothing was applied", statement: script(sql)[0]))
    #expect(try database.value("SELECT count(*) FROM parent JOIN child ON parent.id = child.parent") == .integer(2))
  }

  @Test func `rows that lacked their parents before are not held against it`() async throws {
    let database = try TemporaryDatabase(schema + "INSERT INTO child VALUES (4, 99);")
    #expect(try await apply(script("UPDATE child SET parent = 1 WHERE id = 2"), on: database).isDone)
  }

  @Test func `a table can be rebuilt`() async throws {
    let database = try TemporaryDatabase(schema)
    let proof = try await apply(
      script(
        "CREATE TABLE parent_new (id INTEGER PRIMARY KEY)", "INSERT INTO parent_new SELECT id FROM parent",
        "DROP TABLE parent", "ALTER TABLE parent_new RENAME TO parent"), on: database)
    #expect(proof.isDone)
    #expect(try database.rows("PRAGMA foreign_key_check") == [])
    #expect(try database.value("SELECT \"table\" FROM pragma_foreign_key_list('child')") == .text("parent"))
  }
}
