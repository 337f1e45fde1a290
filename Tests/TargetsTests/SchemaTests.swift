import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

@Suite struct SchemaTests {
  private let full = """
    CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE);
    CREATE TRIGGER on_a AFTER INSERT ON a BEGIN SELECT 1; END;
    CREATE VIEW names AS SELECT name FROM a;
    CREATE INDEX a_name ON a (name);
    CREATE TABLE b (x REFERENCES a (id));
    CREATE VIRTUAL TABLE words USING fts5 (word);
    INSERT INTO a (name) VALUES ('x');
    ANALYZE;
    """

  @Test func `the schema makes an equal database, without the ledger and SQLite's own tables`() async throws {
    let database = try TemporaryDatabase(full)
    let target = database.target()
    let before = try await target.observe()
    _ = try await target.apply([], as: step(.expand), raisingTo: 2, tied: tie) { _ in }
    let schema = try await target.schema()
    #expect(
      schema == [
        "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE)",
        "CREATE TABLE b (x REFERENCES a (id))",
        "CREATE VIRTUAL TABLE words USING fts5 (word)",
        "CREATE INDEX a_name ON a (name)",
        "CREATE VIEW names AS SELECT name FROM a",
        "CREATE TRIGGER on_a AFTER INSERT ON a BEGIN SELECT 1; END",
      ])
    let copy = try TemporaryDatabase(schema.joined(separator: ";\n"))
    #expect(try await copy.target().schema() == schema)
    #expect(try await copy.target().observe().schemaFingerprint == before.schemaFingerprint)
    #expect(try await target.observe().schemaFingerprint == before.schemaFingerprint)
  }

  @Test func `the fingerprint passes over blanks, comments and order, and nothing else`() async throws {
    func fingerprint(_ script: String) async throws -> String {
      try await TemporaryDatabase(script).target().observe().schemaFingerprint
    }
    let plain = try await fingerprint("CREATE TABLE a (x TEXT DEFAULT 'p  q'); CREATE TABLE b (y);")
    let loose = "CREATE TABLE b (y); CREATE TABLE a  (x /* a 'name' */ TEXT\n -- why\n DEFAULT 'p  q');"
    #expect(try await fingerprint(loose) == plain)
    #expect(try await fingerprint("CREATE TABLE a (x TEXT DEFAULT 'p q'); CREATE TABLE b (y);") != plain)
    #expect(try await fingerprint("CREATE TABLE a (x TEXT DEFAULT 'p  q'); CREATE TABLE b (y, z);") != plain)
  }

  @Test func `a table of the application's whose name begins like the ledger's is part of the schema`() async throws {
    let database = try TemporaryDatabase("CREATE TABLE migrated_users (x); CREATE TABLE sqlitex (x);")
    #expect(try await database.target().schema().count == 2)
  }
}
