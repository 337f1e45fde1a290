import MigrationPhases
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

@Suite struct UndoTests {
  private func expanded(_ body: (Database, PostgreSQLTarget) async throws -> Void) async throws {
    try await Database.with("CREATE TABLE people (id int PRIMARY KEY, name text)") { database in
      let target = try database.target()
      _ = try await target.apply(script("ALTER TABLE people ADD COLUMN full_name text"))
      try await body(database, target)
    }
  }

  private let drop = script("ALTER TABLE people DROP COLUMN full_name", file: "rollback.sql")
  private let undo = step(.expand, "undo")

  @Test func `undo runs the script, keeps the row as undone and lowers the version`() async throws {
    try await expanded { database, target in
      try await target.holds()
      #expect(
        try await target.undo(drop, as: undo, tied: tie) == .done(SchemaVersions(current: 0, oldestSupported: 0)))
      #expect(try await target.ledger(of: "add-full-name")?.entries.map(\.undone) == [true])
      #expect(try await target.undo(drop, as: undo, tied: tie) == .alreadyDone)
      #expect(try await target.apply(script("ALTER TABLE people ADD COLUMN full_name text")).isDone)
      #expect(try await target.ledger(of: "add-full-name")?.entries.map(\.undone) == [true, false])
    }
  }

  @Test func `undo on a database without a ledger makes none`() async throws {
    try await Database.with { database in
      let target = try database.target()
      #expect(try await target.undo(drop, as: undo, tied: tie) == .alreadyDone)
      #expect(try database.value("SELECT to_regnamespace('migrated') IS NULL") == "t")
    }
  }

  @Test func `an undo that fails leaves everything as it was`() async throws {
    try await expanded { database, target in
      try await target.holds()
      await #expect(throws: TargetError.self) {
        try await target.undo(drop + script("nonsense"), as: undo, tied: tie)
      }
      #expect(try await target.ledger(of: "add-full-name")?.has(.expand, "apply") == true)
      #expect(try database.value("SELECT count(full_name) FROM people") == "0")
    }
  }

  @Test func `undo refuses to go over contract`() async throws {
    try await expanded { database, target in
      let versions = try await target.apply(script("ALTER TABLE people DROP COLUMN name"), as: step(.contract))
      #expect(versions == .done(SchemaVersions(current: 2, oldestSupported: 2)))
      await #expect(
        throws: TargetError.ledger(
          "the ledger in schema migrated of \(database.place) has contract of add-full-name: undoing expand does not "
            + "bring back what it took")
      ) { try await target.undo(drop, as: undo, tied: tie) }
    }
  }

  @Test func `what others raised to stays offered`() async throws {
    try await expanded { database, target in
      _ = try await target.apply(script("SELECT 1"), as: step(.expand, of: "other"), to: 5)
      #expect(
        try await target.undo(drop, as: undo, tied: tie) == .done(SchemaVersions(current: 5, oldestSupported: 0)))
    }
  }
}

extension PostgreSQLTarget {
  /// Expand stands before anything is undone.
  fileprivate func holds() async throws {
    #expect(try await ledger(of: "add-full-name")?.has(.expand, "apply") == true)
  }
}
