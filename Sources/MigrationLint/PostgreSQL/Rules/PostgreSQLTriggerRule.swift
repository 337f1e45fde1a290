import MigrationPhases

/// A trigger on an old table runs with every write of the running release: it must not refuse, drop or change it.
enum PostgreSQLTriggerRule: PostgreSQLRule {
  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    let fields = statement.fields
    guard statement.type == "CreateTrigStmt", let table = PostgreSQLName(relation: fields["relation"]),
      !script.made.hasTable(table), let function = PostgreSQLName(list: fields["funcname"])
    else { return [] }
    guard let body = script.bodies[function] else {
      return [
        statement.finding(
          .notAnalysable, "the trigger calls \(function), and what that does cannot be told from the script",
          hint: "create the function in this script, in PL/pgSQL, before the trigger")
      ]
    }
    let look = Look(table: table, isBefore: fields["timing"]?.offset == 2, script: script)
    return look.findings(in: body).map { statement.finding($0.rule, "\(function): \($0.message)", hint: $0.hint) }
  }

  private struct Flaw {
    var rule: LintRule
    var message: String
    var hint: String
  }

  private struct Look {
    let table: PostgreSQLName
    let isBefore: Bool
    let script: PostgreSQLContext

    func findings(in body: PostgreSQLTree) -> [Flaw] {
      var flaws: [Flaw] = []
      body.forEachNode { type, fields in
        switch type {
        case "PLpgSQL_stmt_execsql":
          if let query = Self.query(fields["sqlstmt"]) { flaws += writes(query) }
        case "PLpgSQL_stmt_dynexecute":
          flaws.append(
            Flaw(
              rule: .notAnalysable, message: "EXECUTE runs what only the running database knows",
              hint: "write the statement itself"))
        case "PLpgSQL_stmt_raise" where fields["elog_level"]?.offset ?? 21 >= 21:
          flaws.append(
            Flaw(
              rule: .triggerRaises, message: "RAISE can refuse what the running release writes",
              hint: "keep what is new in order without refusing, and check it in contract"))
        case "PLpgSQL_stmt_return" where isBefore && Self.query(fields["expr"])?.uppercased() == "NULL":
          flaws.append(
            Flaw(
              rule: .triggerRaises, message: "RETURN NULL before a write drops it",
              hint: "return NEW, or OLD for DELETE"))
        case "PLpgSQL_stmt_assign":
          if let column = Self.assigned(fields), !script.made.hasColumn(table, column) {
            flaws.append(
              Flaw(
                rule: .triggerWrites, message: "it changes \(table).\(column), which was there before expand",
                hint: "write columns that this plan adds"))
          }
        default: break  // the types come from PL/pgSQL's grammar; the others write nothing themselves
        }
      }
      return flaws
    }

    /// The column of NEW that a statement sets.
    private static func assigned(_ fields: PostgreSQLTree) -> String? {
      guard let query = query(fields["expr"]), let sign = query.firstIndex(of: "=") else { return nil }
      let target = query[..<sign].lowercased().filter { !$0.isWhitespace && $0 != "\"" && $0 != ":" }
      guard target.hasPrefix("new.") else { return nil }
      return String(target.dropFirst(4).prefix { $0 != "[" && $0 != "." })
    }

    private static func query(_ expression: PostgreSQLTree?) -> String? { expression?["PLpgSQL_expr"]?.text("query") }

    private func writes(_ query: String) -> [Flaw] {
      guard let tree = try? PostgreSQLParser.parse(query).first else { return [] }
      var flaws: [Flaw] = []
      tree.forEachNode { type, fields in
        let written = PostgreSQLName(relation: fields["relation"])
        switch type {
        case "DeleteStmt", "TruncateStmt", "DropStmt":
          if let written, script.made.hasTable(written) { return }
          flaws.append(
            Flaw(
              rule: .triggerWrites, message: "it takes away what was there before expand",
              hint: "let it write only what this plan makes"))
        case "UpdateStmt", "InsertStmt", "MergeStmt":
          guard let written, !script.made.hasTable(written) else { return }
          let targets = fields.list("targetList") + (fields["onConflictClause"]?.list("targetList") ?? [])
          let columns = targets.compactMap { $0["ResTarget"]?.text("name") }
          let old = columns.filter { !script.made.hasColumn(written, $0) }
          if let first = old.first {
            flaws.append(
              Flaw(
                rule: .triggerWrites, message: "it changes \(written).\(first), which was there before expand",
                hint: "write columns that this plan adds"))
          }
        default: break  // the types come from PostgreSQL's grammar; the others write no rows
        }
      }
      return flaws
    }
  }
}
