import ThrowawayPostgreSQL

/// A table of rows of about 180 bytes that get one new column of text, in a database that is copied anew for each try,
/// so that every method begins with the same files.
struct BackfillTable: Sendable {
  static let condition = "full_name IS NULL"
  static let expression = "first_name || ' ' || last_name"

  let cluster: Cluster
  let rows: Int
  private let original: String

  /// What a method cost.
  struct Cost: Sendable {
    var seconds: Double
    var wal: Double
    /// Bytes that the table has more.
    var growth: Double
  }

  init(rows: Int) throws {
    // As a server with 4 GB is set up; nothing but the method at work.
    cluster = try Cluster.another(settings: [
      "fsync=on", "shared_buffers=1GB", "max_wal_size=16GB", "checkpoint_timeout=1h", "autovacuum=off",
      "wal_compression=off",
    ])
    self.rows = rows
    let database = try Database(on: cluster)
    original = database.name
    let admin = try database.admin()
    try admin.run(
      """
      CREATE TABLE customer (
        id bigint PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, email text NOT NULL,
        city text NOT NULL, note text NOT NULL, credit integer NOT NULL, created_at timestamptz NOT NULL);
      INSERT INTO customer SELECT n, 'First' || n % 997, 'Last' || n % 1009, 'customer.' || n || '@example.org',
        'City ' || n % 17, repeat('n', 60), n % 63 * 7919, '2024-01-01'::timestamptz + n * interval '1 s'
      FROM generate_series(1, \(rows)) AS n;
      ALTER TABLE customer ADD COLUMN full_name text;
      CREATE TABLE progress (one integer PRIMARY KEY, cursor bigint, rows bigint);
      INSERT INTO progress VALUES (1, 0, 0)
      """)
    try admin.run("VACUUM (FREEZE, ANALYZE) customer")
    try admin.run("CHECKPOINT")
  }

  /// `body` gets a copy, as whose owner it works, and must leave no row without its new column.
  func measure(_ body: (Database) async throws -> Void) async throws -> Cost {
    let copy = try Database(on: cluster)
    let server = try Database(on: cluster)
    let admin = try server.admin()
    try admin.run("DROP DATABASE \(copy.name)")
    try admin.run("CREATE DATABASE \(copy.name) OWNER \(copy.owner) TEMPLATE \(original)")
    defer { try? admin.run("DROP DATABASE \(copy.name) WITH (FORCE)") }
    let own = try copy.admin()
    try own.run("ALTER TABLE customer OWNER TO \(copy.owner); ALTER TABLE progress OWNER TO \(copy.owner)")
    _ = try own.value("SELECT sum(length(note)) FROM customer")
    try own.run("CHECKPOINT")
    let (size, place) = (try number(own, Self.size), try own.value("SELECT pg_current_wal_insert_lsn()") ?? "0/0")
    let seconds = try await Stopwatch.seconds { try await body(copy) }
    let wal = try number(own, "SELECT pg_current_wal_insert_lsn() - '\(place)'::pg_lsn")
    let growth = try number(own, Self.size) - size
    let left = try number(own, "SELECT count(*) FROM customer WHERE \(Self.condition)")
    guard left == 0 else { throw BenchError("\(left) rows were left out") }
    return Cost(seconds: seconds, wal: wal, growth: growth)
  }

  private static let size = "SELECT pg_table_size('customer')"

  private func number(_ connection: Application, _ sql: String) throws -> Double {
    guard let value = try connection.value(sql).flatMap({ Double($0) }) else { throw BenchError("no number: \(sql)") }
    return value
  }
}
