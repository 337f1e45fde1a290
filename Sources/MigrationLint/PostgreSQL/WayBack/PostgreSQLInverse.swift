/// What takes one statement back.
enum PostgreSQLInverse: Sendable, Hashable {
  /// In the order of what they take back; none where nothing is left of it.
  case statements([String])
  /// Not plainly to be had.
  case unknown

  /// - Parameters:
  ///   - made: what the script made before it; what is on such a table goes with the table.
  ///   - isInParts: whether the script may have stopped before it.
  static func of(_ statement: PostgreSQLStatement, made: PostgreSQLMade, isInParts: Bool) -> PostgreSQLInverse {
    let fields = statement.fields
    let ifExists = isInParts ? "IF EXISTS " : ""
    func drop(_ kind: String, _ name: PostgreSQLName?) -> PostgreSQLInverse {
      // Where it may have been there before, or been something else before, it is not ours to drop.
      guard let name, !fields.flag("if_not_exists"), !fields.flag("replace") else { return .unknown }
      return .statements(["DROP \(kind) \(ifExists)\(name.quoted)"])
    }
    switch statement.type {
    case "CreateStmt": return drop("TABLE", PostgreSQLName(relation: fields["relation"]))
    case "CreateTableAsStmt":
      let kind = fields.text("objtype") == "OBJECT_MATVIEW" ? "MATERIALIZED VIEW" : "TABLE"
      return drop(kind, PostgreSQLName(relation: fields["into"]?["rel"]))
    case "IndexStmt":
      guard let table = PostgreSQLName(relation: fields["relation"]) else { return .unknown }
      if made.hasTable(table), !fields.flag("concurrent") { return .statements([]) }
      let index = fields.text("idxname").map { PostgreSQLName(schema: table.schema, name: $0) }
      return drop(fields.flag("concurrent") ? "INDEX CONCURRENTLY" : "INDEX", index)
    case "ViewStmt": return drop("VIEW", PostgreSQLName(relation: fields["view"]))
    case "CreateSeqStmt": return drop("SEQUENCE", PostgreSQLName(relation: fields["sequence"]))
    case "CreateEnumStmt", "CreateRangeStmt": return drop("TYPE", PostgreSQLName(list: fields["typeName"]))
    case "CompositeTypeStmt": return drop("TYPE", PostgreSQLName(relation: fields["typevar"]))
    case "CreateDomainStmt": return drop("DOMAIN", PostgreSQLName(list: fields["domainname"]))
    case "AlterTableStmt": return alteration(statement, made: made, ifExists: ifExists)
    case "InsertStmt":
      return PostgreSQLName(relation: fields["relation"]).map { made.hasTable($0) } == true ? .statements([]) : .unknown
    case "VariableSetStmt", "SelectStmt": return .statements([])
    default: return .unknown  // the types come from PostgreSQL's grammar; the others have no plain inverse
    }
  }

  private static func alteration(
    _ statement: PostgreSQLStatement, made: PostgreSQLMade, ifExists: String
  ) -> PostgreSQLInverse {
    guard statement.fields.text("objtype") == PostgreSQLMade.table,
      let table = PostgreSQLName(relation: statement.fields["relation"])
    else { return .unknown }
    if made.hasTable(table) { return .statements(foreignKeys(of: table, in: statement, ifExists)) }
    var inverse: [String] = []
    for alteration in PostgreSQLAlteration.all(in: statement) {
      switch alteration.kind {
      case "AT_AddColumn":
        guard let column = alteration.command["def"]?["ColumnDef"]?.text("colname"),
          !alteration.command.flag("missing_ok")
        else { return .unknown }
        inverse.append("ALTER TABLE \(table.quoted) DROP COLUMN \(ifExists)\(PostgreSQLName.quoted(column))")
      case "AT_AddConstraint":
        // One that an index became takes that index with it, which may have been there before.
        guard let constraint = alteration.command["def"]?["Constraint"], let name = constraint.text("conname"),
          constraint.text("indexname") == nil
        else { return .unknown }
        inverse.append("ALTER TABLE \(table.quoted) DROP CONSTRAINT \(ifExists)\(PostgreSQLName.quoted(name))")
      case "AT_ValidateConstraint": continue
      default: return .unknown  // the kinds come from PostgreSQL's grammar; the others change what was there
      }
    }
    return .statements(inverse)
  }

  /// What else is on a new table goes with it. New tables that refer to each other, or to a later one, are dropped in no
  /// order that the server takes while they do.
  private static func foreignKeys(
    of table: PostgreSQLName, in statement: PostgreSQLStatement, _ ifExists: String
  ) -> [String] {
    PostgreSQLAlteration.all(in: statement, of: "AT_AddConstraint").compactMap { alteration in
      guard let constraint = alteration.command["def"]?["Constraint"], constraint.text("contype") == "CONSTR_FOREIGN",
        let name = constraint.text("conname")
      else { return nil }
      return "ALTER TABLE \(ifExists)\(table.quoted) DROP CONSTRAINT \(ifExists)\(PostgreSQLName.quoted(name))"
    }
  }
}
