/// The action codes of SQLite's authorizer that matter here (https://sqlite.org/c3ref/c_alter_table.html).
enum SQLiteActionCode: Int32 {
  case delete = 9
  case insert = 18
  case pragma = 19
  case read = 20
  case select = 21
  case transaction = 22
  case update = 23
  case attach = 24
  case detach = 25
  case savepoint = 32
}
