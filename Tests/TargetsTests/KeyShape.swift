import MigrationSQLite
import Testing

/// A kind of table that a backfill must get right: `t`, whose rows have a unique `mark` and a column `new` to fill.
struct KeyShape: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var script: String
  /// The key's columns as the estimate names them.
  var key: [String]
  /// Whether nothing but the rows' number and `mark` is made by the script below.
  var rows: Int

  init(_ name: String, _ columns: String, options: String = "", key: [String], rows: [String]) {
    testDescription = name
    let inserts = rows.enumerated().map { "INSERT INTO t VALUES (\($1), 'mark \($0)', NULL);" }
    script = """
      CREATE TABLE t (\(columns)) \(options);
      CREATE TABLE writes (mark TEXT);
      \(inserts.joined(separator: "\n"))
      CREATE TRIGGER count_writes AFTER UPDATE ON t BEGIN INSERT INTO writes VALUES (new.mark); END;
      """
    self.key = key
    self.rows = rows.count
  }

  private static let rest = "mark TEXT UNIQUE, new TEXT"
  private static let words = ["'b'", "'a'", "'B'", "'A c'", "''", "'é'", "'z'", "'Z1'", "'aa'", "'Aa'", "'AB'", "'0'"]
  private static let pairs = ["'b', 1", "'a', 2", "'a', 1", "'c', -5", "'c', 5", "'b', 0", "'', 0", "'c', 0", "'d', 9"]
  /// Text that is not valid UTF-8, next to text that it would be repaired to.
  private static let mixed = [
    "5", "-1.5", "'5'", "x'35'", "1e300", "''", "x''", "CAST(x'ff41' AS TEXT)", "CAST(x'fe41' AS TEXT)", "'\u{fffd}A'",
    "9223372036854775807", "'a' || char(0) || 'b'", "'a' || char(0) || 'c'", "-9223372036854775808", "1e-300",
  ]

  static let all: [KeyShape] = [
    KeyShape(
      "an INTEGER PRIMARY KEY with gaps and the ends of 64 bits", "id INTEGER PRIMARY KEY, \(rest)", key: ["id"],
      rows: ["1", "2", "3", "100", "-7", "0", "9223372036854775807", "-9223372036854775808", "-1", "77"]),
    KeyShape(
      "an INTEGER PRIMARY KEY DESC, which is not the rowid", "id INTEGER PRIMARY KEY DESC, \(rest)", key: ["rowid"],
      rows: ["1", "5", "-3", "8", "9"]),
    KeyShape("a plain table by its rowid", "word, \(rest)", key: ["rowid"], rows: words),
    KeyShape(
      "a plain table with a column named rowid", "rowid TEXT, \(rest)", key: ["_rowid_"],
      rows: ["'x'", "'x'", "NULL", "NULL", "'x'"]),
    KeyShape("a text key with rowid", "word TEXT PRIMARY KEY, \(rest)", key: ["rowid"], rows: words),
    KeyShape(
      "a composite key with rowid and NULLs", "a TEXT, b INT, \(rest), PRIMARY KEY (a, b)", key: ["rowid"],
      rows: pairs + ["NULL, NULL", "NULL, NULL", "NULL, 1", "'a', NULL", "'a', NULL"]),
    KeyShape(
      "a text key without rowid", "word TEXT PRIMARY KEY, \(rest)", options: "WITHOUT ROWID", key: ["word"],
      rows: words),
    KeyShape(
      "a text key without rowid that ignores case", "word TEXT PRIMARY KEY COLLATE NOCASE, \(rest)",
      options: "WITHOUT ROWID", key: ["word"], rows: ["'b'", "'A'", "'c'", "'D'", "'e'", "'F'", "'é'", "'É'", "''"]),
    KeyShape(
      "a key finer than its column's collation", "word TEXT COLLATE NOCASE, \(rest), PRIMARY KEY (word COLLATE BINARY)",
      options: "WITHOUT ROWID", key: ["word"], rows: ["'a'", "'A'", "'b'", "'B'", "'aB'", "'Ab'", "'AB'", "'ab'"]),
    KeyShape(
      "a composite key without rowid", "a TEXT, b INT, \(rest), PRIMARY KEY (a, b)", options: "WITHOUT ROWID",
      key: ["a", "b"], rows: pairs),
    KeyShape(
      "a composite key without rowid, half of it downwards", "a TEXT, b INT, \(rest), PRIMARY KEY (a, b DESC)",
      options: "WITHOUT ROWID", key: ["a", "b"], rows: pairs),
    KeyShape(
      "a composite key that ignores case", "a TEXT, b INT, \(rest), PRIMARY KEY (b, a COLLATE NOCASE)",
      options: "WITHOUT ROWID", key: ["b", "a"], rows: pairs + ["'B', 7", "'a', 7", "'C', 7", "'A', 8"]),
    KeyShape(
      "a key of several types, not all of it UTF-8", "k PRIMARY KEY, \(rest)", options: "WITHOUT ROWID", key: ["k"],
      rows: mixed),
    KeyShape(
      "a composite key of several types", "k, l, \(rest), PRIMARY KEY (k, l)", options: "WITHOUT ROWID",
      key: ["k", "l"], rows: mixed.map { "1, \($0)" } + mixed.map { "\($0), 'x'" }),
    KeyShape(
      "a numeric text key", "k NUMERIC PRIMARY KEY, \(rest)", options: "WITHOUT ROWID", key: ["k"],
      rows: ["'12'", "'abc'", "1.5", "'1e3'", "'12x'", "-4"]),
    KeyShape(
      "a strict table with odd names", "\"the \"\"id\"\"\" INTEGER PRIMARY KEY, \(rest)", options: "STRICT",
      key: ["the \"id\""], rows: ["3", "2", "1"]),
    KeyShape("an empty table", "id INTEGER PRIMARY KEY, \(rest)", key: ["id"], rows: []),
  ]
}
