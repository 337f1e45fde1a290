import MigrationLint
import MigrationPhases
import Testing

/// A backfill's statement keeps to the rows of its range, and that can be seen.
@Suite struct RangeTests {
  private static let schema = [
    "CREATE TABLE Customer (CustomerId INTEGER PRIMARY KEY, FirstName TEXT, Email TEXT)",
    "CREATE TABLE Log (LogId INTEGER PRIMARY KEY, Line TEXT)",
    "CREATE TABLE Word (Word TEXT PRIMARY KEY, Count INTEGER) WITHOUT ROWID",
    "CREATE TABLE Named (Name TEXT PRIMARY KEY, Count INTEGER)",
    "CREATE TABLE Pair (A INTEGER, B INTEGER, PRIMARY KEY (A, B)) WITHOUT ROWID",
  ]
  private static let expand = """
    ALTER TABLE Customer ADD COLUMN full_name TEXT; ALTER TABLE Customer ADD COLUMN "end" TEXT;
    ALTER TABLE Word ADD COLUMN n; ALTER TABLE Named ADD COLUMN n; ALTER TABLE Pair ADD COLUMN n;
    CREATE TABLE Plain (CustomerId INTEGER, Text TEXT UNIQUE);
    """

  private func check(_ sql: String, over table: String = "Customer", offline: Bool = false) -> [Finding] {
    SQLiteLint.check(
      LintInput(
        expand: ScriptSource(file: "expand.sql", text: Self.expand),
        backfill: .script(table: table, source: ScriptSource(file: "backfill.sql", text: sql))),
      schema: offline ? nil : Self.schema)
  }

  @Test(arguments: [
    "CustomerId > :lower AND CustomerId <= :upper",
    ":lower < CustomerId AND :upper >= CustomerId AND full_name IS NULL",
    "full_name IS NULL AND (CustomerId > :lower AND (customer.CUSTOMERID <= :upper)) AND (1 OR 2)",
    "rowid > :lower AND CustomerId <= :upper", "\"CustomerId\" > :lower AND [CustomerId] <= :upper",
    "CustomerId > :lower AND CustomerId <= :upper AND Email BETWEEN 'a' AND 'b'",
    "CustomerId > :lower AND CustomerId <= :upper AND CASE WHEN Email THEN 1 END",
    "CustomerId > :lower AND CustomerId <= :upper AND EXISTS (SELECT 1 FROM Log WHERE LogId = 1 OR LogId = 2)",
  ])
  func `A range that is said is one`(condition: String) {
    #expect(check("UPDATE Customer SET full_name = FirstName WHERE \(condition)").rules == [])
    #expect(
      check("INSERT INTO Plain SELECT CustomerId, Email FROM Customer WHERE \(condition) ON CONFLICT DO NOTHING").rules
        == [])
  }

  @Test(arguments: [
    "UPDATE Customer AS c SET full_name = Line FROM Log WHERE c.CustomerId > :lower AND c.CustomerId <= :upper",
    "UPDATE main.Customer SET full_name = 'WHERE' WHERE CustomerId > :lower AND CustomerId <= :upper RETURNING 1 OR 2",
    "INSERT INTO Plain (Text) SELECT Line FROM Log JOIN Customer c ON CustomerId = LogId OR 1 "
      + "WHERE c.CustomerId > :lower AND c.CustomerId <= :upper GROUP BY 1 OR 2",
    "INSERT INTO Plain SELECT CustomerId, Email FROM Customer WHERE CustomerId > :lower AND CustomerId <= :upper "
      + "ON CONFLICT (Text) DO UPDATE SET CustomerId = 1 OR 2",
    "WITH x AS (SELECT 1) INSERT INTO Plain SELECT 1, Email FROM Customer WHERE CustomerId > :lower AND CustomerId <= :upper "
      + "UNION ALL SELECT 2, Email FROM Log, main.Customer WHERE CustomerId > :lower AND CustomerId <= :upper",
  ])
  func `Other tables may be read along`(sql: String) {
    #expect(check(sql).rules == [])
    #expect(check(sql, offline: true).rules == [])
  }

  @Test(arguments: [
    ":lower = :lower AND :upper = :upper", "CustomerId > :lower OR CustomerId <= :upper",
    "CustomerId > :lower AND CustomerId <= :upper OR 1", "(CustomerId > :lower AND CustomerId <= :upper OR 1)",
    "CustomerId >= :lower AND CustomerId <= :upper", "CustomerId > :lower AND CustomerId < :upper",
    "CustomerId > :upper AND CustomerId <= :lower", "CustomerId BETWEEN :lower AND :upper",
    "CustomerId > :lower AND CustomerId <= :upper + 1000000", "NOT CustomerId > :lower AND CustomerId <= :upper",
    "Email BETWEEN 'a' AND CustomerId > :lower AND CustomerId <= :upper",
    "CASE WHEN \"end\" AND CustomerId > :lower AND CustomerId <= :upper AND 1 THEN 1 ELSE 1 END",
    "CASE WHEN end AND CustomerId > :lower AND CustomerId <= :upper AND 1 THEN 1 ELSE 1 END",
    "(SELECT 1 WHERE 1 AND CustomerId > :lower AND CustomerId <= :upper AND 1) IS NOT 5",
    "(SELECT 1 AND CustomerId > :lower AND CustomerId <= :upper AND 1)",
    "(CustomerId > :lower AND CustomerId <= :upper) IS NOT NULL",
    "(CustomerId > :lower) IN (0, 1) AND CustomerId <= :upper",
    "length(Email) > :lower AND length(Email) <= :upper", "'CustomerId' > :lower AND CustomerId <= :upper",
    "+CustomerId > :lower AND CustomerId <= :upper", "CustomerId > :lower IS NOT NULL AND CustomerId <= :upper",
    "iif(CustomerId > :lower AND CustomerId <= :upper, 1, 1)",
    "Email > :lower AND Email <= :upper", "(1, 1 AND CustomerId > :lower AND CustomerId <= :upper AND 1) <> (1, 5)",
  ])
  func `What only looks like a range is none`(condition: String) {
    #expect(
      check("UPDATE Customer SET full_name = FirstName WHERE \(condition)").map(\.description) == [
        """
        backfill.sql:1:43: error: nothing keeps it to the rows of its range, so each batch could write all of them \
        [backfill-shape]
          hint: write WHERE CustomerId > :lower AND CustomerId <= :upper first, and what else there is after a further \
        AND, in parentheses where it has an OR
        """
      ])
    let insert = check("INSERT INTO Plain SELECT CustomerId, Email FROM Customer WHERE \(condition)")
    #expect(insert.rules == ["backfill-shape"])
  }

  @Test(arguments: [
    "UPDATE Customer SET full_name = Line FROM Log AS CustomerId WHERE LogId > :lower AND LogId <= :upper",
    "UPDATE Customer SET full_name = 1 FROM Customer AS c WHERE c.CustomerId > :lower AND c.CustomerId <= :upper",
    "UPDATE Customer SET full_name = (SELECT 1 WHERE CustomerId > :lower AND CustomerId <= :upper)",
    "INSERT INTO Plain SELECT a.CustomerId, 1 FROM Customer a, Customer b WHERE a.CustomerId > :lower "
      + "AND b.CustomerId <= :upper",
    "INSERT INTO Plain SELECT CustomerId, 1 FROM Customer WHERE CustomerId > :lower AND CustomerId <= :upper "
      + "UNION ALL SELECT CustomerId, 2 FROM Customer",
    "INSERT INTO Plain SELECT CustomerId, 1 FROM Customer WHERE CustomerId > :lower AND CustomerId <= :upper "
      + "UNION VALUES (1, 2)",
    "INSERT INTO Plain SELECT LogId, Line FROM Log WHERE LogId > :lower AND LogId <= :upper AND EXISTS "
      + "(SELECT 1 FROM Customer)",
    "INSERT INTO Plain VALUES (:lower, :upper || (SELECT Email FROM Customer))",
    "WITH r AS (SELECT * FROM Customer WHERE CustomerId > :lower AND CustomerId <= :upper) "
      + "INSERT INTO Plain SELECT CustomerId, Email FROM Customer",
  ])
  func `The range is of the table's own rows, in every part of the statement`(sql: String) {
    #expect(check(sql).rules == ["backfill-shape"], "\(check(sql))")
  }

  @Test func `The range goes along the key that the table has`() {
    #expect(check("UPDATE Word SET n = 1 WHERE Word > :lower AND Word <= :upper", over: "Word").rules == [])
    #expect(check("UPDATE Named SET n = 1 WHERE _rowid_ > :lower AND oid <= :upper", over: "Named").rules == [])
    #expect(
      check("UPDATE Named SET n = 1 WHERE Name > :lower AND Name <= :upper", over: "Named").map(\.hint) == [
        "write WHERE rowid > :lower AND rowid <= :upper first, and what else there is after a further AND, in "
          + "parentheses where it has an OR"
      ])
    #expect(
      check("UPDATE Pair SET n = 1 WHERE A > :lower AND A <= :upper", over: "Pair").map(\.description) == [
        """
        backfill.sql:1:1: error: Pair has a key of several columns, which has no single :lower and :upper [backfill-key]
          hint: write the backfill as assignments: backfill.update
        """
      ])
  }

  @Test func `Without a schema any one column may be the key`() {
    let update = { (condition: String) in
      check("UPDATE Customer SET full_name = FirstName WHERE \(condition)", offline: true).rules
    }
    #expect(update("id > :lower AND id <= :upper") == [])
    #expect(update("id > :lower AND other <= :upper") == ["backfill-shape"])
    #expect(update(":lower = :lower AND :upper = :upper") == ["backfill-shape"])
  }
}
