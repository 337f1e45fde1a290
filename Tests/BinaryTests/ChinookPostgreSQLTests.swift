import Foundation
import MigrationPhases
import Testing
import ThrowawayPostgreSQL

/// Chinook in two databases of a PostgreSQL server. `MIGRATED_CHINOOK_POSTGRESQL` names another copy of its script.
@Suite(.serialized) struct ChinookPostgreSQLTests {
  static let script = Chinook.file("chinook-postgresql.sql", orNamedBy: "MIGRATED_CHINOOK_POSTGRESQL")

  /// Two databases with Chinook's tables and rows, and a daemon that reaches both as their owners do.
  private static func with(_ body: (RunningDaemon, [String: Database]) throws -> Void) async throws {
    let text = try String(contentsOfFile: try #require(script), encoding: .utf8)
    // Before it stands what makes the database, and psql's command to connect to it.
    let start = try #require(text.range(of: "\\c chinook;")).upperBound
    let tables = String(text[start...])
    try await Database.with(tables) { staging in
      try await Database.with(tables) { production in
        let databases = ["staging": staging, "production": production]
        let folder = try TestFolder()
        for (name, database) in databases {
          try folder.write(database.password + "\n", to: name + ".password")
          try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: folder.file(name + ".password"))
        }
        let daemon = try Chinook.daemon(in: folder) { name in
          "postgresql: { connection: \"\(databases[name]?.tcp ?? "")\", passwordFile: \(folder.file(name + ".password")) }"
        }
        try body(daemon, databases)
      }
    }
  }

  private static let tables = [
    "album", "artist", "customer", "employee", "genre", "invoice", "invoice_line", "media_type", "playlist",
    "playlist_track", "track",
  ]

  private static func counts(in database: Database) throws -> [String: String?] {
    Dictionary(
      uniqueKeysWithValues: try tables.map { ($0, try database.value("SELECT count(*) FROM \($0)")) })
  }

  /// The index is there and can be used, every other one too, and nothing of the daemon's is left on the tables.
  private static func expectOnly(_ index: String, in database: Database) throws {
    #expect(
      try database.value("SELECT indisvalid AND indisready FROM pg_index WHERE indexrelid = '\(index)'::regclass")
        == "t")
    #expect(try database.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid OR NOT indisready") == "0")
    #expect(try database.value("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'zz_migrated%'") == "0")
    #expect(try database.value("SELECT count(*) FROM pg_proc WHERE pronamespace = 'migrated'::regnamespace") == "0")
    #expect(try database.value("SELECT count(*) FROM migrated.intent") == "0")
  }

  @Test(.enabled(if: script != nil, "no Chinook script: set MIGRATED_CHINOOK_POSTGRESQL"))
  func `customers get one name while both releases write, and all 59 are right`() async throws {
    try await Self.with { daemon, databases in
      let names = "SELECT string_agg(first_name || ' ' || last_name, ', ' ORDER BY customer_id) FROM customer"
      let production = try #require(databases["production"])
      let before = try Self.counts(in: production)
      #expect(before["customer"] == "59" && before["playlist_track"] == "8715" && before["invoice_line"] == "2240")
      let expected = try #require(try production.value(names))
        .replacing("Luís Gonçalves", with: "Luís de Gonçalves").replacing("Leonie Köhler", with: "Leonie Maria Köhler")
      try Chinook.carryThrough(Self.fullName, named: "full-name", by: daemon) { phase in
        guard phase == .expand || phase == .backfill else { return }
        for database in databases.values {
          // One customer is renamed by the old release, before there is a full name and after; another one by the new.
          let application = try database.connect()
          try application.run(
            "UPDATE customer SET last_name = '\(phase == .expand ? "Goncalves" : "de Gonçalves")' WHERE customer_id = 1"
          )
          guard phase == .backfill else { continue }
          try application.run("UPDATE customer SET full_name = 'Leonie Maria Köhler' WHERE customer_id = 2")
          #expect(
            try application.rows("SELECT first_name, last_name FROM customer WHERE customer_id = 2")
              == [["Leonie", "Maria Köhler"]])
        }
      }
      for database in databases.values {
        #expect(
          try database.value("SELECT string_agg(full_name, ', ' ORDER BY customer_id) FROM customer") == expected)
        #expect(
          try database.value(
            "SELECT count(*) FROM pg_attribute WHERE attrelid = 'customer'::regclass AND NOT attisdropped "
              + "AND attname IN ('first_name', 'last_name')") == "0")
        #expect(try Self.counts(in: database) == before)
        try Self.expectOnly("customer_full_name_idx", in: database)
      }
    }
  }

  private static let fullName = [
    "migration.yaml": """
    name: full-name
    description: One name in place of two
    owner: team-store
    engine: postgresql
    targets: shop
    schemaVersion: 2
    expand: { sql: expand.sql, rollback: rollback.sql }
    backfill:
      update:
        table: customer
        set: { full_name: "first_name || ' ' || last_name" }
        where: full_name IS NULL
        keepInStep: true
        reverse:
          first_name: split_part(full_name, ' ', 1)
          last_name: substr(full_name, strpos(full_name, ' ') + 1)
      remaining: SELECT count(*) FROM customer WHERE full_name IS NULL
      verify:
        - name: the two names make the one
          sql: SELECT count(*) = 0 FROM customer WHERE full_name <> first_name || ' ' || last_name
    contract: { after: 0s, sql: contract.sql }

    """,
    "expand.sql": """
    ALTER TABLE customer ADD COLUMN full_name varchar(61);
    CREATE INDEX CONCURRENTLY customer_full_name_idx ON customer (full_name);

    """,
    "rollback.sql": """
    DROP INDEX CONCURRENTLY IF EXISTS customer_full_name_idx;
    ALTER TABLE customer DROP COLUMN IF EXISTS full_name;

    """,
    "contract.sql": """
    -- contract-phase-ok: every report reads full_name since release 7
    ALTER TABLE customer DROP COLUMN first_name, DROP COLUMN last_name;

    """,
  ]

  @Test(.enabled(if: script != nil, "no Chinook script: set MIGRATED_CHINOOK_POSTGRESQL"))
  func `entries get their place in the playlist, along a key of two columns`() async throws {
    try await Self.with { daemon, databases in
      let before = try Self.counts(in: try #require(databases["production"]))
      try Chinook.carryThrough(Self.positions, named: "positions", by: daemon)
      for database in databases.values {
        #expect(
          try database.value(
            """
            SELECT count(*) FROM (SELECT place,
                row_number() OVER (PARTITION BY playlist_id ORDER BY track_id) AS n FROM playlist_track) AS entries
            WHERE place IS DISTINCT FROM n
            """) == "0")
        #expect(try Self.counts(in: database) == before)
        try Self.expectOnly("playlist_track_place_idx", in: database)
      }
    }
  }

  private static let positions = [
    "migration.yaml": """
    name: positions
    description: Entries of playlists know their place
    owner: team-store
    engine: postgresql
    targets: shop
    schemaVersion: 2
    expand: { sql: expand.sql, rollback: rollback.sql }
    backfill:
      update:
        table: playlist_track
        set: { place: "(SELECT count(*) FROM playlist_track AS o WHERE o.playlist_id = playlist_track.playlist_id AND o.track_id <= playlist_track.track_id)" }
        where: place IS NULL
      remaining: SELECT count(*) FROM playlist_track WHERE place IS NULL
    contract: { after: 0s, sql: contract.sql }

    """,
    "expand.sql": """
    ALTER TABLE playlist_track ADD COLUMN place bigint;
    CREATE UNIQUE INDEX CONCURRENTLY playlist_track_place_idx ON playlist_track (playlist_id, place);

    """,
    "rollback.sql": """
    DROP INDEX CONCURRENTLY IF EXISTS playlist_track_place_idx;
    ALTER TABLE playlist_track DROP COLUMN IF EXISTS place;

    """,
    "contract.sql": """
    -- contract-phase-ok: the new index begins with the playlist and serves its queries
    DROP INDEX CONCURRENTLY playlist_track_playlist_id_idx;

    """,
  ]
}
