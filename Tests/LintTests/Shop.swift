import MigrationLint
import MigrationPhases

/// The schema that most tests work on.
enum Shop {
  static let schema = [
    "CREATE TABLE Customer (CustomerId INTEGER PRIMARY KEY, FirstName TEXT NOT NULL, LastName TEXT NOT NULL, Email TEXT)",
    "CREATE TABLE Invoice (InvoiceId INTEGER PRIMARY KEY, CustomerId INTEGER REFERENCES Customer, Total NUMERIC)",
    "CREATE TABLE Log (LogId INTEGER PRIMARY KEY, Line TEXT, Count INTEGER NOT NULL DEFAULT 0)",
    "CREATE INDEX InvoiceCustomer ON Invoice (CustomerId)",
    "CREATE VIEW Big AS SELECT InvoiceId, Total FROM Invoice WHERE Total > 100",
    "CREATE TRIGGER Logged AFTER INSERT ON Invoice BEGIN INSERT INTO Log (Line) VALUES (NEW.InvoiceId); END",
  ]

  static func expand(_ sql: String, offline: Bool = false) -> [Finding] {
    SQLiteLint.check(
      LintInput(expand: ScriptSource(file: "expand.sql", text: sql)), schema: offline ? nil : schema)
  }

  static func rollback(of expand: String, _ sql: String, offline: Bool = false) -> [Finding] {
    SQLiteLint.check(
      LintInput(
        expand: ScriptSource(file: "expand.sql", text: expand),
        rollback: ScriptSource(file: "expand.rollback.sql", text: sql)), schema: offline ? nil : schema)
  }

  static func contract(_ sql: String, offline: Bool = false) -> [Finding] {
    SQLiteLint.check(
      LintInput(contract: ScriptSource(file: "contract.sql", text: sql)), schema: offline ? nil : schema)
  }

  static func backfill(_ backfill: LintBackfill, after expand: String? = nil) -> [Finding] {
    SQLiteLint.check(
      LintInput(expand: expand.map { ScriptSource(file: "expand.sql", text: $0) }, backfill: backfill), schema: schema)
  }

  static func query(_ sql: String, offline: Bool = false) -> [Finding] {
    let query = LintQuery(
      label: "verify \"it holds\"", phase: .expand, source: ScriptSource(file: "verify.sql", text: sql))
    return SQLiteLint.check(LintInput(queries: [query]), schema: offline ? nil : schema)
  }
}

extension [Finding] {
  /// `rule` for an error, `rule?` for a warning.
  var rules: [String] { map { $0.severity == .error ? $0.rule : $0.rule + "?" } }
}
