import MigrationPhases

/// Checks what a backfill writes: only what the plan's expand makes.
struct PostgreSQLBackfillCheck {
  let made: PostgreSQLMade

  func check(_ backfill: LintBackfill, file: String) -> [Finding] {
    switch backfill {
    case .update(let table, let assignments, let condition): update(table, assignments, condition, file: file)
    case .script(let table, let source): script(source, over: table)
    }
  }

  // MARK: - declared

  private func update(
    _ table: String, _ assignments: [LintBackfill.Assignment], _ condition: ScriptSource?, file: String
  ) -> [Finding] {
    guard let name = Self.name(of: table) else {
      return [
        Finding(
          file: file, rule: LintRule.backfillShape.rawValue,
          message: "backfill: '\(table)' is no table's name",
          hint: "write it as in SQL, with its schema if it needs one")
      ]
    }
    var findings: [Finding] = []
    if name.isLedger || name.isSystem {
      findings.append(
        Finding(
          file: file, rule: LintRule.ledger.rawValue, message: "backfill: \(name) is not the plan's to write"))
    }
    for assignment in assignments {
      let source = assignment.expression
      if !made.hasColumn(name, Self.folded(assignment.column)) {
        findings.append(
          Finding(
            file: source.file, line: source.line, column: source.column, rule: LintRule.backfillOverwrites.rawValue,
            message:
              "backfill: \(name).\(assignment.column) is not made by expand, and no rollback brings back what it held",
            hint: "write to a column that expand adds"))
      }
      findings += Self.expression(source)
    }
    return findings + (condition.map { Self.expression($0) } ?? [])
  }

  /// An expression that reads and writes nothing.
  private static func expression(_ source: ScriptSource) -> [Finding] {
    func finding(_ rule: LintRule, _ message: String, at offset: Int? = nil) -> Finding {
      var places = SourcePlaces(source.text, line: source.line, column: source.column)
      let (line, column) = places.place(of: offset ?? 0)
      return Finding(
        file: source.file, line: line, column: column, rule: rule.rawValue, message: "backfill: \(message)")
    }
    // On a line of its own, since the expression may end with a comment.
    let start = "SELECT ("
    let nodes: [PostgreSQLTree]
    do { nodes = try PostgreSQLParser.parse(start + source.text + "\n)") } catch {
      let offset = error.character.map { max(0, source.text.byte(ofCharacter: $0 - start.count)) }
      return [finding(.syntaxError, "PostgreSQL says: \(error.message)", at: offset)]
    }
    guard nodes.count == 1, let select = nodes[0]["SelectStmt"], select.list("targetList").count == 1,
      select["fromClause"] == nil, select["whereClause"] == nil
    else { return [finding(.backfillShape, "expected one expression")] }
    if select.contains(["ParamRef"]) { return [finding(.parameter, "a parameter, and nobody gives it a value")] }
    return []
  }

  // MARK: - a statement of the plan's own

  private func script(_ source: ScriptSource, over table: String) -> [Finding] {
    var numbered = source
    numbered.text = PostgreSQLBoundNames.numbered(source.text)
    let (statements, broken) = PostgreSQLScript.split(numbered, closing: .optional)
    guard broken.isEmpty else { return broken }
    guard let first = statements.first else {
      return [
        Finding(
          file: source.file, line: source.line, column: source.column, rule: LintRule.emptyScript.rawValue,
          message: "backfill: the backfill has no statement")
      ]
    }
    if let second = statements.dropFirst().first {
      return [
        PostgreSQLStatement(second).finding(.backfillShape, "backfill: a second statement, expected exactly one")
      ]
    }
    let statement = PostgreSQLStatement(first)
    let context = PostgreSQLContext(kind: .expand, made: made, bodies: [:])
    if statement.failure != nil { return PostgreSQLFailureRule.check(statement, in: context) }
    return PostgreSQLLedgerRule.check(statement, in: context) + shape(of: statement, over: table)
      + bounds(of: statement)
  }

  private func shape(of statement: PostgreSQLStatement, over table: String) -> [Finding] {
    let fields = statement.fields
    guard let over = Self.name(of: table), let written = PostgreSQLName(relation: fields["relation"]),
      statement.type == "UpdateStmt" || statement.type == "InsertStmt"
    else {
      return [
        statement.finding(
          .backfillShape, "found \(statement.firstWords) …, expected UPDATE, or INSERT INTO … SELECT")
      ]
    }
    var findings: [Finding] = []
    statement.fields.forEachNode { type, fields in
      guard ["DeleteStmt", "UpdateStmt", "InsertStmt", "MergeStmt"].contains(type) else { return }
      findings.append(statement.finding(.backfillWrites, "a WITH clause that writes", hint: "write one table only"))
    }
    if statement.type == "InsertStmt" {
      if written == over {
        findings.append(
          statement.finding(
            .backfillWrites, "INSERT INTO \(written): it would go over its own new rows without an end",
            hint: "name the table whose rows are read as the backfill's table"))
      } else if !made.hasTable(written) {
        findings.append(
          statement.finding(
            .backfillOverwrites,
            "INSERT INTO \(written): expand does not make it, and no rollback takes the new rows out again",
            hint: "insert into a table that expand makes"))
      }
      return findings
    }
    guard written == over else {
      return findings + [
        statement.finding(
          .backfillWrites, "UPDATE \(written): expected an UPDATE of \(over), whose ranges it gets")
      ]
    }
    for column in fields.list("targetList").compactMap({ $0["ResTarget"] }) {
      guard let name = column.text("name"), !made.hasColumn(over, name) else { continue }
      findings.append(
        statement.finding(
          .backfillOverwrites, at: column.location,
          "\(over).\(name) is not made by expand, and no rollback brings back what it held",
          hint: "write to a column that expand adds"))
    }
    return findings
  }

  private func bounds(of statement: PostgreSQLStatement) -> [Finding] {
    var numbers: Set<Int> = []
    statement.fields.forEachNode { type, fields in
      if type == "ParamRef" { numbers.insert(fields["number"]?.offset ?? 0) }
    }
    if let other = numbers.first(where: { $0 < 1 || $0 > PostgreSQLBoundNames.all.count }) {
      return [statement.finding(.parameter, "the parameter $\(other), and nobody gives it a value")]
    }
    return PostgreSQLBoundNames.all.enumerated().filter { !numbers.contains($0.offset + 1) }.map {
      statement.finding(
        .backfillShape, ":\($0.element) is missing, so that it would write every row at once",
        hint: "WHERE key > :lower AND key <= :upper")
    }
  }

  /// As it would be written in SQL.
  static func name(of table: String) -> PostgreSQLName? {
    guard let select = try? PostgreSQLParser.parse("SELECT 1 FROM \(table)"), select.count == 1,
      let from = select[0]["SelectStmt"]?.list("fromClause"), from.count == 1, from[0]["RangeVar"]?["alias"] == nil
    else { return nil }
    return PostgreSQLName(relation: from[0]["RangeVar"])
  }

  private static func folded(_ column: String) -> String {
    guard let select = try? PostgreSQLParser.parse("SELECT \(column)").first?["SelectStmt"],
      let name = select.list("targetList").first?["ResTarget"]?["val"]?["ColumnRef"]?["fields"]?.words.last
    else { return column }
    return name
  }
}
