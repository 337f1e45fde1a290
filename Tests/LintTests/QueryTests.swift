import MigrationLint
import MigrationPhases
import Testing

@Suite struct QueryTests {
  @Test(arguments: [
    "SELECT count(*) = 0 FROM Customer WHERE Email IS NULL", "WITH x AS (SELECT 1 AS a) SELECT a FROM x;",
    "VALUES (1)", "-- a comment\nSELECT count(*) = 1 FROM pragma_table_info('Customer') WHERE name = 'Email' -- end",
    "SELECT Total FROM Big",
  ])
  func `A query of one column that reads is right`(sql: String) {
    #expect(Shop.query(sql).rules == [])
    #expect(Shop.query(sql, offline: true).rules == [])
  }

  @Test(arguments: [
    ("SELECT 1, 2", "verify.sql:1:1: error: verify \"it holds\": it gives 2 columns, expected one [query-shape]"),
    (
      "\nDELETE FROM Customer",
      "verify.sql:2:1: error: verify \"it holds\": found DELETE, expected SELECT [query-shape]"
    ),
    (
      "WITH x AS (SELECT 1) DELETE FROM Customer",
      "verify.sql:1:1: error: verify \"it holds\": found WITH, expected SELECT [query-shape]"
    ),
    ("PRAGMA user_version", "verify.sql:1:1: error: verify \"it holds\": found PRAGMA, expected SELECT [query-shape]"),
    (
      "SELECT 1; SELECT 2",
      "verify.sql:1:11: error: verify \"it holds\": there is a second statement in it, one is allowed [query-shape]"
    ),
    ("  ", "verify.sql:1:1: error: verify \"it holds\": there is no query in it [empty-script]"),
    ("SELECT 'a", "verify.sql:1:8: error: a string begins here and has no end [unterminated]"),
    (
      "SELECT ?",
      "verify.sql:1:1: error: verify \"it holds\": the parameter ? would be NULL, nobody gives it a value [parameter]"
    ),
    (
      "SELECT\n  absent FROM Customer",
      "verify.sql:2:3: error: verify \"it holds\": SQLite says: no such column: absent [unknown-name]"
    ),
    (
      "SELECT count(*) FROM migrated_ledger",
      "verify.sql:1:22: error: verify \"it holds\": migrated_ledger belongs to the ledger [ledger]"
    ),
    (
      "SELECT 1 FROM\n Log, [Custmer]",
      "verify.sql:2:7: error: verify \"it holds\": SQLite says: no such table: Custmer [unknown-name]"
    ),
    (
      "SELECT FROM x",
      "verify.sql:1:8: error: verify \"it holds\": SQLite says: near \"FROM\": syntax error [syntax-error]"
    ),
    (
      "SELECT count(*) FROM pragma_optimize",
      "verify.sql:1:1: error: verify \"it holds\": it writes, and a query may only read [query-shape]"
    ),
    (
      "SELECT load_extension('x')",
      "verify.sql:1:8: error: verify \"it holds\": SQLite says: not authorized to use function: load_extension "
        + "[not-analysable]"
    ),
  ])
  func `Anything else is told with its place`(sql: String, finding: String) {
    #expect(Shop.query(sql).map(\.description) == [finding])
  }

  @Test func `Without a schema names are passed and the rest is not`() {
    #expect(Shop.query("SELECT a FROM b WHERE c(d) = e.f", offline: true) == [])
    #expect(Shop.query("SELECT 1, 2", offline: true).rules == ["query-shape"])
    #expect(Shop.query("SELECT a FROM b WHERE", offline: true).rules == ["syntax-error"])
    #expect(Shop.query("UPDATE a SET b = 1", offline: true).rules == ["query-shape"])
  }
}
