import MigrationPhases

/// The schema `migrated` is the ledger's.
enum PostgreSQLLedgerRule: PostgreSQLRule {
  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    var place: Int?
    var isTouched = statement.fields.text("schemaname") == PostgreSQLName.ledgerSchema
    for tree in [statement.fields, .object([statement.type: statement.fields])] {
      tree.forEachNode { type, fields in
        guard !isTouched else { return }
        switch type {
        case "RangeVar": isTouched = fields.text("schemaname") == PostgreSQLName.ledgerSchema
        case "List": isTouched = isLedger(fields["items"]?.words ?? [])
        case "TypeName": isTouched = isLedger(fields["names"]?.words ?? [])
        case "ObjectWithArgs": isTouched = isLedger(fields["objname"]?.words ?? [])
        case "FuncCall": isTouched = isLedger(fields["funcname"]?.words ?? [])
        default: break  // the types come from PostgreSQL's grammar
        }
        if isTouched { place = fields.location }
      }
    }
    for field in ["relation", "view", "sequence", "typevar"] where !isTouched {
      isTouched = PostgreSQLName(relation: statement.fields[field])?.isLedger ?? false
    }
    if PostgreSQLName(relation: statement.fields["into"]?["rel"])?.isLedger ?? false { isTouched = true }
    for field in ["typeName", "domainname", "funcname"] where isLedger(statement.fields[field]?.words ?? []) {
      isTouched = true
    }
    if statement.fields.text("removeType") == PostgreSQLMade.schema {
      isTouched = PostgreSQLDropped.all(of: statement.fields).contains { $0.name.name == PostgreSQLName.ledgerSchema }
    }
    guard isTouched else { return [] }
    return [
      statement.finding(
        .ledger, at: place, "the schema \(PostgreSQLName.ledgerSchema) is the ledger, which only migrated writes",
        hint: "use another schema")
    ]
  }

  private static func isLedger(_ words: [String]) -> Bool {
    words.count > 1 && words.dropLast().last == PostgreSQLName.ledgerSchema
  }
}
