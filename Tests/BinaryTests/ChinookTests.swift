import Foundation
import MigrationSQLite
import Testing

/// Chinook as a SQLite file. `MIGRATED_CHINOOK` names a copy.
@Suite(.serialized) struct ChinookTests {
  static let database = Chinook.file("chinook.sqlite", orNamedBy: "MIGRATED_CHINOOK")

  private static func carryThrough(_ plan: [String: String], named name: String) throws -> RunningDaemon {
    let folder = try TestFolder()
    for name in Chinook.targets {
      try FileManager.default.copyItem(atPath: try #require(database), toPath: folder.file(name + ".sqlite"))
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.file(name + ".sqlite"))
    }
    let daemon = try Chinook.daemon(in: folder) { "sqlite: { path: \(folder.file($0 + ".sqlite")) }" }
    try Chinook.carryThrough(plan, named: name, by: daemon)
    return daemon
  }

  @Test(.enabled(if: database != nil, "no Chinook database: set MIGRATED_CHINOOK"))
  func `customers get one name, and all 59 are right`() throws {
    let original = try SQLiteConnection(path: try #require(Self.database), mode: .readOnly)
    let names = try original.run("SELECT FirstName || ' ' || LastName FROM Customer ORDER BY CustomerId")
    let daemon = try Self.carryThrough(
      [
        "migration.yaml": """
        name: full-name
        description: One name in place of two
        owner: team-store
        targets: shop
        schemaVersion: 2
        expand:
          sql: expand.sql
          rollback: rollback.sql
        backfill:
          update:
            table: Customer
            set: { full_name: "FirstName || ' ' || LastName" }
            where: full_name IS NULL
          remaining: SELECT count(*) FROM Customer WHERE full_name IS NULL
        contract: { after: 0s, sql: contract.sql }

        """,
        "expand.sql": "ALTER TABLE Customer ADD COLUMN full_name NVARCHAR(60);\n",
        "rollback.sql": "ALTER TABLE Customer DROP COLUMN full_name;\n",
        "contract.sql": """
        -- contract-phase-ok: every report reads full_name since release 7
        ALTER TABLE Customer DROP COLUMN FirstName;
        ALTER TABLE Customer DROP COLUMN LastName;

        """,
      ], named: "full-name")
    for name in Chinook.targets {
      let database = try SQLiteConnection(path: daemon.folder.file(name + ".sqlite"), mode: .readOnly)
      #expect(try database.run("PRAGMA integrity_check") == [[.text("ok")]])
      let after = try database.run("SELECT full_name FROM Customer ORDER BY CustomerId")
      #expect(after.count == 59 && after == names)
      let columns = try database.run("SELECT name FROM pragma_table_info('Customer')").map { $0[0] }
      #expect(!columns.contains(.text("FirstName")) && !columns.contains(.text("LastName")))
    }
  }

  @Test(.enabled(if: database != nil, "no Chinook database: set MIGRATED_CHINOOK"))
  func `tracks count their playlists, over a neighbour with a key of two columns`() throws {
    let daemon = try Self.carryThrough(
      [
        "migration.yaml": """
        name: playlist-counts
        description: Tracks know how many playlists they are in, playlist entries when they were added
        owner: team-store
        targets: shop
        schemaVersion: 2
        expand: { sql: expand.sql, rollback: rollback.sql }
        backfill:
          update:
            table: PlaylistTrack
            set: { position: "(SELECT count(*) FROM PlaylistTrack o WHERE o.PlaylistId = PlaylistTrack.PlaylistId AND o.TrackId <= PlaylistTrack.TrackId)" }
            where: position IS NULL
          remaining: SELECT count(*) FROM PlaylistTrack WHERE position IS NULL
          verify:
            - name: positions begin at one
              sql: SELECT min(position) = 1 FROM PlaylistTrack

        """,
        "expand.sql": """
        ALTER TABLE Track ADD COLUMN is_listed INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE PlaylistTrack ADD COLUMN position INTEGER;

        """,
        "rollback.sql": """
        ALTER TABLE PlaylistTrack DROP COLUMN position;
        ALTER TABLE Track DROP COLUMN is_listed;

        """,
      ], named: "playlist-counts")
    for name in Chinook.targets {
      let database = try SQLiteConnection(path: daemon.folder.file(name + ".sqlite"), mode: .readOnly)
      #expect(try database.run("PRAGMA integrity_check") == [[.text("ok")]])
      let wrong = try database.run(
        """
        SELECT count(*) FROM (
          SELECT position, row_number() OVER (PARTITION BY PlaylistId ORDER BY TrackId) AS n FROM PlaylistTrack)
        WHERE position IS NOT n
        """)
      #expect(wrong == [[.integer(0)]])
    }
  }
}
