/// One command of an `ALTER TABLE`.
struct PostgreSQLAlteration: Sendable {
  var table: PostgreSQLName
  /// The fields of its `AlterTableCmd`.
  var command: PostgreSQLTree

  var kind: String { command.text("subtype") ?? "" }
  /// Of a column or a constraint.
  var name: String { command.text("name") ?? "" }

  /// - Parameter kind: of one kind only.
  static func all(in statement: PostgreSQLStatement, of kind: String? = nil) -> [PostgreSQLAlteration] {
    guard statement.type == "AlterTableStmt", let table = PostgreSQLName(relation: statement.fields["relation"]) else {
      return []
    }
    return statement.fields.list("cmds").compactMap { $0["AlterTableCmd"] }
      .map { PostgreSQLAlteration(table: table, command: $0) }.filter { kind == nil || $0.kind == kind }
  }
}
