import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

/// What a database offers, as migrations come and go.
@Suite struct VersionsTests {
  private let database: TemporaryDatabase
  private let target: SQLiteTarget

  init() throws {
    database = try TemporaryDatabase("CREATE TABLE a (x);")
    target = database.target()
  }

  private func apply(_ phase: Phase, _ name: String, _ version: Int) async throws -> SchemaVersions? {
    let proof = try await target.apply([], as: step(phase, of: name), raisingTo: version, tied: tie) { _ in }
    return proof.versions
  }

  private func undo(_ name: String) async throws -> SchemaVersions? {
    try await target.undo([], as: step(.expand, "undo", of: name), tied: tie).versions
  }

  @Test func `taking back an older migration leaves the newer one's version`() async throws {
    #expect(try await apply(.expand, "m2", 2) == SchemaVersions(current: 2, oldestSupported: 0))
    #expect(try await apply(.expand, "m3", 3) == SchemaVersions(current: 3, oldestSupported: 0))
    #expect(try await undo("m2") == SchemaVersions(current: 3, oldestSupported: 0))
    #expect(try await undo("m3") == SchemaVersions(current: 0, oldestSupported: 0))
  }

  @Test func `taking back the newer migration leaves the older one's version`() async throws {
    _ = try await apply(.expand, "m2", 2)
    _ = try await apply(.expand, "m3", 3)
    #expect(try await undo("m3") == SchemaVersions(current: 2, oldestSupported: 0))
    #expect(try await undo("m2") == SchemaVersions(current: 0, oldestSupported: 0))
  }

  @Test func `a migration of a lower version that came later changes nothing, coming or going`() async throws {
    _ = try await apply(.expand, "m3", 3)
    #expect(try await apply(.expand, "m2", 2) == SchemaVersions(current: 3, oldestSupported: 0))
    #expect(try await undo("m3") == SchemaVersions(current: 2, oldestSupported: 0))
    #expect(try await undo("m2") == SchemaVersions(current: 0, oldestSupported: 0))
  }

  @Test func `what is contracted is never gone below`() async throws {
    _ = try await apply(.expand, "m2", 2)
    _ = try await apply(.expand, "m3", 3)
    #expect(try await apply(.contract, "m3", 3) == SchemaVersions(current: 3, oldestSupported: 3))
    #expect(try await undo("m2") == SchemaVersions(current: 3, oldestSupported: 3))
    _ = try await apply(.expand, "m4", 4)
    try database.run("UPDATE migrated_ledger SET undone_at_us = 1 WHERE migration = 'm3'")
    #expect(try await undo("m4") == SchemaVersions(current: 3, oldestSupported: 3))
  }

  @Test func `what was there before is never gone below`() async throws {
    _ = try await apply(.expand, "m2", 2)
    try database.run("UPDATE migrated_schema SET base = 1")
    #expect(try await undo("m2") == SchemaVersions(current: 1, oldestSupported: 0))
  }
}

extension StepProof {
  var versions: SchemaVersions? {
    switch self {
    case .done(let versions): versions
    case .alreadyDone: nil
    }
  }
}
