import MigrationPostgreSQL
import MigrationSQLite
import MigrationTargets
import ThrowawayPostgreSQL

/// A new database of either engine, with what a test needs of it. SQL that is given to it is understood by both.
struct Place: Sendable {
  enum Storage: Sendable {
    case file(String)
    case server(Database)
  }

  let engine: Engine
  let storage: Storage

  /// Short, so that tests do not wait.
  static let quick = PostgreSQLBounds(
    lock: .milliseconds(150), retry: Backoff(tries: 3, first: .milliseconds(20), longest: .milliseconds(50)))

  /// One that remembers nothing; `isPatient` where it is to wait for a lock until it is cancelled.
  func target(isPatient: Bool = false) throws -> any Target {
    switch storage {
    case .file(let path):
      SQLiteTarget(
        name: "app", path: path, bounds: SQLiteBounds(lock: isPatient ? .seconds(600) : .milliseconds(250)))
    case .server(let database):
      PostgreSQLTarget(
        name: "app", settings: try PostgreSQLSettings(database.socket),
        bounds: isPatient ? PostgreSQLBounds(lock: .seconds(600)) : Self.quick)
    }
  }

  /// How messages begin that are about the ledger.
  var ledger: String {
    switch storage {
    case .file(let path): "the ledger in \(path)"
    case .server(let database):
      "the ledger in schema migrated of \(database.name) as \(database.owner) at \(database.cluster.folder):"
        + "\(database.cluster.port)"
    }
  }

  /// A table of the ledger's.
  func ledger(_ table: String) -> String { engine.pick(sqlite: "migrated_", postgresql: "migrated.") + table }

  /// Whether anything of a ledger is there.
  func hasLedger() throws -> Bool {
    try value(
      engine.pick(
        sqlite: "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'migrated%'",
        postgresql: "SELECT count(*) FROM pg_namespace WHERE nspname = 'migrated'")) != "0"
  }

  /// The names of a table's columns in their order; none where there is no such table.
  func columns(of table: String) throws -> [String?] {
    try rows(
      engine.pick(
        sqlite: "SELECT name FROM pragma_table_info('\(table)') ORDER BY cid",
        postgresql: """
          SELECT attname FROM pg_attribute WHERE attrelid = to_regclass('\(table)') AND attnum > 0 AND NOT attisdropped
          ORDER BY attnum
          """)
    ).map { $0[0] }
  }

  /// Runs statements as an application would, on a connection of its own.
  func run(_ script: String) throws {
    switch storage {
    case .file(let path): try Self.run(script, on: Self.connect(path))
    case .server(let database): try database.connect().run(script)
    }
  }

  /// Every value as text.
  func rows(_ sql: String) throws -> [[String?]] {
    switch storage {
    case .file(let path):
      try Self.connect(path).run(sql).map { row in
        row.map { value in
          switch value {
          case .null: nil
          case .integer(let number): String(number)
          case .real(let number): String(number)
          case .text(let text): text
          case .blob(let bytes): "\(bytes)"
          }
        }
      }
    case .server(let database): try database.connect().rows(sql)
    }
  }

  /// The first value of the first row.
  func value(_ sql: String) throws -> String? { try rows(sql).first?.first ?? nil }

  /// Keeps everybody from writing to the table while `body` runs.
  func locking(_ table: String, _ body: () async throws -> Void) async throws {
    switch storage {
    case .file(let path):
      let holder = try Self.connect(path)
      try holder.run("BEGIN IMMEDIATE")
      try await body()
      try holder.run("COMMIT")
    case .server(let database):
      let holder = try database.connect()
      try holder.run("BEGIN; LOCK TABLE \(table)")
      try await body()
      try holder.run("COMMIT")
    }
  }

  private static func connect(_ path: String) throws -> SQLiteConnection {
    let connection = try SQLiteConnection(path: path, mode: .create)
    connection.setBusyTimeout(.seconds(5))
    return connection
  }

  private static func run(_ script: String, on connection: SQLiteConnection) throws {
    var rest = script
    while let (statement, tail) = try Optional(connection.prepare(leading: rest)), let statement {
      while try statement.step() {}
      rest = String(decoding: Array(rest.utf8.dropFirst(tail)), as: UTF8.self)
    }
  }
}
