import MigrationPhases

/// A column added to an old table must not refuse the running release's writes, nor make the table be read or written
/// anew while everybody waits.
enum PostgreSQLColumnRule: PostgreSQLRule {
  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    PostgreSQLAlteration.all(in: statement, of: "AT_AddColumn").flatMap { alteration -> [Finding] in
      guard !script.made.hasTable(alteration.table), let column = alteration.command["def"]?["ColumnDef"] else {
        return []
      }
      return check(column, "\(alteration.table).\(column.text("colname") ?? "")", statement, script)
    }
  }

  private static func check(
    _ column: PostgreSQLTree, _ name: String, _ statement: PostgreSQLStatement, _ script: PostgreSQLContext
  ) -> [Finding] {
    let constraints = column.list("constraints").compactMap { $0["Constraint"] }
    let kinds = Set(constraints.compactMap { $0.text("contype") })
    var findings: [Finding] = []
    func add(_ rule: LintRule, _ message: String, _ hint: String, at offset: Int?) {
      let severity: Finding.Severity = script.kind == .contract ? .warning : .error
      findings.append(statement.finding(rule, as: severity, at: offset, message, hint: hint))
    }
    if isSerial(column) {
      add(
        .blocksWriters, "\(name): a serial column gets a number in every row, while nobody can use the table",
        "add it nullable without a default, and fill it by the backfill", at: column.location)
    }
    for constraint in constraints {
      switch constraint.text("contype") {
      case "CONSTR_NOTNULL" where kinds.isDisjoint(with: ["CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED"]):
        guard !isSerial(column) else { continue }
        add(
          .notNullWithoutDefault,
          "\(name) is NOT NULL and has no default: rows of the running release would be refused",
          "leave NOT NULL out, or give it a DEFAULT", at: constraint.location)
      case "CONSTR_PRIMARY", "CONSTR_UNIQUE":
        add(
          .blocksWriters, "\(name): its index is built while nobody can use the table",
          "add the column alone, then CREATE UNIQUE INDEX CONCURRENTLY", at: constraint.location)
      case "CONSTR_CHECK":
        add(
          .blocksWriters, "\(name): the CHECK is held against every row while nobody can use the table",
          "add the column alone, then ADD CONSTRAINT … CHECK … NOT VALID, and VALIDATE CONSTRAINT after it",
          at: constraint.location)
      case "CONSTR_FOREIGN":
        add(
          .blocksWriters, "\(name): the foreign key is checked while writers of both tables wait",
          "add the column alone, then ADD CONSTRAINT … FOREIGN KEY … NOT VALID, and VALIDATE CONSTRAINT after it",
          at: constraint.location)
      case "CONSTR_GENERATED", "CONSTR_IDENTITY":
        add(
          .blocksWriters, "\(name): every row is written anew while nobody can use the table",
          "add it nullable without a default, and fill it by a trigger and the backfill", at: constraint.location)
      case "CONSTR_DEFAULT":
        guard let function = volatileFunction(in: constraint["raw_expr"]) else { continue }
        add(
          .blocksWriters,
          "\(name): a default that calls \(function) is computed for every row while nobody can use the table",
          "add it without a default, ALTER COLUMN … SET DEFAULT after it, and fill the old rows by the backfill",
          at: constraint.location)
      case _?, nil: continue
      }
    }
    return findings
  }

  private static func isSerial(_ column: PostgreSQLTree) -> Bool {
    ["serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"]
      .contains(column["typeName"]?["names"]?.words.last ?? "")
  }

  /// Functions that give one answer for the whole statement, so that the default is kept once and not in every row.
  private static let stable: Set<String> = [
    "now", "transaction_timestamp", "statement_timestamp", "timezone", "current_setting", "to_timestamp", "date_trunc",
    "make_interval", "make_date", "lower", "upper", "md5", "jsonb_build_object", "jsonb_build_array",
    "json_build_object",
    "to_jsonb", "concat", "coalesce", "length",
  ]

  private static func volatileFunction(in expression: PostgreSQLTree?) -> String? {
    var found: String?
    expression?.forEachNode { type, fields in
      guard type == "FuncCall", let name = fields["funcname"]?.words.last, !stable.contains(name) else { return }
      found = found ?? name
    }
    return found
  }
}
