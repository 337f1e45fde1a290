import MigrationPostgreSQL

/// An index as the catalogue has it.
struct PostgreSQLIndexState: Sendable, Hashable {
  /// Quoted, with its schema.
  var name: String
  /// Built to its end, and used by queries.
  var isValid: Bool
  /// Whether it is an index of the table that was asked about.
  var isOnTable: Bool

  /// The index `$1`, as a statement names it, in the schema of the table `$2`.
  static let query = """
    SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname),
      coalesce(i.indisvalid AND i.indisready AND i.indislive, false), coalesce(i.indrelid = t.oid, false)
    FROM pg_catalog.pg_class AS t
    JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace
    JOIN pg_catalog.pg_class AS c ON c.relnamespace = t.relnamespace
    LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.oid
    WHERE t.oid = CAST(to_regclass($2) AS oid) AND c.relname = CAST((parse_ident($1))[1] AS name)
    """

  init?(_ row: [String?]?) {
    guard let row, row.count == 3, let name = row[0] else { return nil }
    self.name = name
    isValid = row[1] == "t"
    isOnTable = row[2] == "t"
  }

  static func find(
    _ name: String, beside table: String, in call: PostgreSQLCall
  ) throws(TargetError) -> PostgreSQLIndexState? {
    PostgreSQLIndexState(try call.run(query, [.text(name), .text(table)]).rows.first)
  }
}
