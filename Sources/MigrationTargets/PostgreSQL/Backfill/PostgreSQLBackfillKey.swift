import MigrationPostgreSQL

/// What a table's rows are gone over by: an order in which each row has a place of its own, and an index has that order.
struct PostgreSQLBackfillKey: Sendable, Hashable {
  struct Column: Sendable, Hashable {
    /// Not quoted.
    var name: String
    /// As a cast wants it.
    var type: String
    /// The built-in type under a domain; `enum` for any of those.
    var kind: String
  }

  /// Quoted, with its schema.
  var table: String
  var columns: [Column]

  /// Kept in the ledger to notice a table that was rebuilt with another key in the middle of a backfill.
  var stored: String { columns.map { "\(quotedPostgreSQLIdentifier($0.name)) \($0.type)" }.joined(separator: ", ") }

  static func find(table: String, in call: PostgreSQLCall) throws(TargetError) -> PostgreSQLBackfillKey {
    let found = try self.table(table, in: call)
    let indexes = try call.run(Self.indexes, [.integer(found.number)]).rows
    var columns: [Column] = []
    for row in indexes where row[0] == indexes.first?[0] {
      guard let name = row[1], let type = row[2], let kind = row[3] else { continue }
      columns.append(Column(name: name, type: type, kind: kind))
    }
    guard !columns.isEmpty else {
      throw .unsupported(
        "\(found.name) has no key that a backfill could go by: it needs a primary key, or a unique index over columns "
          + "that are NOT NULL, of numbers, text, uuid, date, time or enum types")
    }
    let encoding = try call.run("SELECT current_setting('server_encoding')").value
    if encoding == "SQL_ASCII", columns.contains(where: { Self.texts.contains($0.kind) }) {
      throw .unsupported(
        "\(found.name) has a key of text in a database whose encoding is SQL_ASCII, that is, not known")
    }
    return Self(table: found.name, columns: columns)
  }

  static let texts: Set = ["text", "varchar", "bpchar", "name", "char"]

  private static func table(
    _ table: String, in call: PostgreSQLCall
  ) throws(TargetError) -> (number: Int64, name: String) {
    // As SQL reads it, or else as it is spelled.
    let rows: [[String?]]
    do throws(TargetError) {
      rows = try call.run(
        """
        SELECT c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.relkind, n.nspname, c.relpersistence,
          EXISTS (SELECT 1 FROM pg_catalog.pg_inherits AS i WHERE i.inhparent = c.oid)
        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.oid = CAST(coalesce(to_regclass($1), to_regclass(quote_ident($1))) AS oid)
        """, [.text(table)]
      ).rows
    } catch .statement(code: let code, _, _) where ["42602", "42601", "0A000"].contains(code) {
      throw .unsupported("\(table) is not the name of a table")
    }
    guard let row = rows.first, let number = row[0].flatMap({ Int64($0) }), let name = row[1] else {
      throw .unsupported("\(call.place.name): there is no table \(table) to backfill")
    }
    guard ["r", "p"].contains(row[2]) else {
      throw .unsupported("\(name) is not a table; only a table can be backfilled")
    }
    guard row[3] != PostgreSQLLedgerLayout.schema else {
      throw .unsupported("\(name) is the ledger's; a plan must not touch it")
    }
    guard row[2] == "p" || row[5] == "f" else {
      throw .unsupported("\(name) has tables that inherit from it, which share no key with it; backfill each by itself")
    }
    return (number, name)
  }

  /// The primary key first, then unique indexes that are as good. Only where the index has the order that comparing the
  /// columns has: plain columns, upwards, the columns' own collations, the types' own order.
  private static let indexes = """
    SELECT i.indexrelid, a.attname,
      CASE WHEN t.typtype = 'd' THEN format_type(t.oid, -1) ELSE format_type(a.atttypid, -1) END,
      CASE WHEN b.typtype = 'e' THEN 'enum' ELSE b.typname END
    FROM pg_catalog.pg_index AS i
    CROSS JOIN LATERAL unnest(CAST(i.indkey AS int2[])) WITH ORDINALITY AS k (number, place)
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.number
    JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    JOIN pg_catalog.pg_type AS b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
    WHERE i.indrelid = CAST(CAST($1 AS bigint) AS oid) AND k.place <= i.indnkeyatts
      AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM generate_series(0, i.indnkeyatts - 1) AS s (n)
        LEFT JOIN pg_catalog.pg_attribute AS c ON c.attrelid = i.indrelid AND c.attnum = i.indkey[s.n]
        LEFT JOIN pg_catalog.pg_type AS d ON d.oid = c.atttypid
        LEFT JOIN pg_catalog.pg_type AS e ON e.oid = CASE WHEN d.typtype = 'd' THEN d.typbasetype ELSE d.oid END
        LEFT JOIN pg_catalog.pg_opclass AS o ON o.oid = i.indclass[s.n]
        WHERE NOT coalesce(c.attnotnull AND i.indoption[s.n] = 0 AND i.indcollation[s.n] = c.attcollation
          AND o.opcdefault AND (e.typtype = 'e' OR e.typname IN (
            'int2', 'int4', 'int8', 'numeric', 'oid', 'text', 'varchar', 'bpchar', 'name', 'char', 'uuid', 'date',
            'timestamp', 'timestamptz', 'bool', 'bytea')), false))
    ORDER BY NOT i.indisprimary, i.indnkeyatts, i.indexrelid, k.place
    """
}
