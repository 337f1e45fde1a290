import MigrationPhases

/// What of a scaffold differs from engine to engine.
struct ScaffoldWords {
  var table: String
  var first: String
  var last: String
  /// A line of its own, or nothing.
  var engineLine: String
  var isThere: String
  var areGone: String
  var expand: String
  var rollback: String
  var contract: String

  init(_ engine: DatabaseEngine) {
    switch engine {
    case .sqlite:
      (table, first, last, engineLine) = ("Customer", "FirstName", "LastName", "")
      isThere = "SELECT count(*) = 1 FROM pragma_table_info('Customer') WHERE name = 'full_name'"
      areGone = "SELECT count(*) = 0 FROM pragma_table_info('Customer') WHERE name IN ('FirstName', 'LastName')"
      (expand, rollback, contract) = (SQLiteScaffold.expand, SQLiteScaffold.rollback, SQLiteScaffold.contract)
    case .postgresql:
      (table, first, last) = ("customer", "first_name", "last_name")
      engineLine = "\n# What the SQL is written for.\nengine: postgresql"
      let columns = "FROM information_schema.columns WHERE table_name = 'customer' AND column_name"
      isThere = "SELECT count(*) = 1 \(columns) = 'full_name'"
      areGone = "SELECT count(*) = 0 \(columns) IN ('first_name', 'last_name')"
      (expand, rollback, contract) = (
        PostgreSQLScaffold.expand, PostgreSQLScaffold.rollback, PostgreSQLScaffold.contract
      )
    }
  }
}
