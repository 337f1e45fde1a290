/// What a statement makes and takes away, by its text.
extension PostgreSQLMade {
  mutating func note(_ statement: PostgreSQLStatement) {
    let fields = statement.fields
    switch statement.type {
    case "CreateStmt": if let name = PostgreSQLName(relation: fields["relation"]) { add(Self.table, name) }
    case "CreateTableAsStmt":
      if let name = PostgreSQLName(relation: fields["into"]?["rel"]) {
        add(fields.text("objtype") == "OBJECT_MATVIEW" ? "OBJECT_MATVIEW" : Self.table, name)
      }
    case "IndexStmt":
      if let table = PostgreSQLName(relation: fields["relation"]), let index = fields.text("idxname") {
        note(Self.index, PostgreSQLName(schema: table.schema, name: index), on: table)
      }
    case "ViewStmt": if let name = PostgreSQLName(relation: fields["view"]) { add(Self.view, name) }
    case "CreateSeqStmt": if let name = PostgreSQLName(relation: fields["sequence"]) { add(Self.sequence, name) }
    case "CreateEnumStmt", "CreateRangeStmt":
      if let name = PostgreSQLName(list: fields["typeName"]) { add(Self.type, name) }
    case "CompositeTypeStmt": if let name = PostgreSQLName(relation: fields["typevar"]) { add(Self.type, name) }
    case "CreateDomainStmt": if let name = PostgreSQLName(list: fields["domainname"]) { add("OBJECT_DOMAIN", name) }
    case "CreateSchemaStmt":
      if let name = fields.text("schemaname") { add(Self.schema, PostgreSQLName(schema: nil, name: name)) }
    case "CreateFunctionStmt":
      if let name = PostgreSQLName(list: fields["funcname"]) {
        add(fields.flag("is_procedure") ? "OBJECT_PROCEDURE" : Self.function, name)
      }
    case "CreateTrigStmt":
      if let table = PostgreSQLName(relation: fields["relation"]), let name = fields.text("trigname") {
        note(Self.trigger, Self.on(table, name), on: table)
      }
    case "CreateExtensionStmt":
      if let name = fields.text("extname") { add("OBJECT_EXTENSION", PostgreSQLName(schema: nil, name: name)) }
    case "AlterTableStmt": alter(fields)
    case "DropStmt": for (kind, name) in PostgreSQLDropped.all(of: fields) { remove(kind, name) }
    default: break  // the types come from PostgreSQL's grammar; the others make nothing that is kept account of
    }
  }

  private mutating func alter(_ fields: PostgreSQLTree) {
    guard let table = PostgreSQLName(relation: fields["relation"]) else { return }
    for command in fields.list("cmds").compactMap({ $0["AlterTableCmd"] }) {
      switch command.text("subtype") {
      case "AT_AddColumn":
        if let column = command["def"]?["ColumnDef"]?.text("colname"), !hasTable(table) {
          add(column: column, of: table)
        }
      case "AT_AddConstraint":
        if let name = command["def"]?["Constraint"]?.text("conname") {
          note(Self.constraint, Self.on(table, name), on: table)
        }
      case "AT_DropColumn": if let column = command.text("name") { remove(column: column, of: table) }
      case "AT_DropConstraint": if let name = command.text("name") { remove(Self.constraint, Self.on(table, name)) }
      case _?, nil: break
      }
    }
  }
}

/// What a `DROP` names.
enum PostgreSQLDropped {
  static func all(of fields: PostgreSQLTree) -> [(kind: String, name: PostgreSQLName)] {
    let kind = fields.text("removeType") ?? ""
    return fields.list("objects").compactMap { object in
      if let words = object["List"]?["items"]?.words, !words.isEmpty {
        guard kind == PostgreSQLMade.trigger || kind == "OBJECT_RULE" || kind == "OBJECT_POLICY" else {
          return PostgreSQLName(words: words).map { (kind, $0) }
        }
        // The table's name, then the trigger's.
        guard let table = PostgreSQLName(words: Array(words.dropLast())), let name = words.last else { return nil }
        return (kind, PostgreSQLMade.on(table, name))
      }
      if let name = PostgreSQLName(list: object["TypeName"]?["names"]) { return (kind, name) }
      if let name = PostgreSQLName(list: object["ObjectWithArgs"]?["objname"]) { return (kind, name) }
      return object["String"]?.text("sval").map { (kind, PostgreSQLName(schema: nil, name: $0)) }
    }
  }
}
