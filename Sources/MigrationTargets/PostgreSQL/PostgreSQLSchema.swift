import MigrationDigest
import MigrationPostgreSQL

/// The application's schema as the catalogue has it, without the ledger, what PostgreSQL brings, and what belongs to an
/// extension: a line each, for people and for comparing.
struct PostgreSQLSchema {
  let call: PostgreSQLCall

  /// Sorted. Names are written with their schema, whatever the role's search path.
  func lines() throws(TargetError) -> [String] {
    try call.run("SELECT pg_catalog.set_config('search_path', 'pg_catalog', true)")
    var lines: [String] = []
    for query in PostgreSQLSchemaQueries.all {
      lines += try call.run(query, limit: 1_000_000).rows.compactMap { $0.first ?? nil }
    }
    return lines.sorted()
  }

  /// SHA-256 over the lines.
  func fingerprint() throws(TargetError) -> String {
    SHA256.hex(of: try lines().joined(separator: "\u{0}").utf8)
  }
}
