import MigrationPhases

/// Checks a query that is asked of a target: one SELECT of one column that writes nothing and locks nothing.
enum PostgreSQLQueryCheck {
  static func check(_ query: LintQuery) -> [Finding] {
    let (statements, broken) = PostgreSQLScript.split(query.source, closing: .optional)
    guard broken.isEmpty else { return broken }
    guard let first = statements.first else {
      return [
        Finding(
          file: query.source.file, line: query.source.line, column: query.source.column,
          rule: LintRule.emptyScript.rawValue, message: "\(query.label): there is no query in it")
      ]
    }
    let statement = PostgreSQLStatement(first)
    func finding(_ rule: LintRule, _ message: String, at offset: Int? = nil) -> Finding {
      statement.finding(rule, at: offset, "\(query.label): \(message)")
    }
    if let second = statements.dropFirst().first {
      return [
        PostgreSQLStatement(second).finding(
          .queryShape, "\(query.label): there is a second statement in it, one is allowed")
      ]
    }
    let context = PostgreSQLContext(kind: .contract, made: PostgreSQLMade(), bodies: [:])
    if statement.failure != nil { return PostgreSQLFailureRule.check(statement, in: context) }
    guard statement.type == "SelectStmt" else {
      return [finding(.queryShape, "found \(statement.firstWords), expected SELECT")]
    }
    let found =
      PostgreSQLParameterRule.check(statement, in: context) + PostgreSQLLedgerRule.check(statement, in: context)
    guard found.isEmpty else { return found }
    if statement.fields["intoClause"] != nil
      || statement.fields.contains(["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"])
    {
      return [finding(.queryShape, "it writes, and a query may only read")]
    }
    if statement.fields["lockingClause"] != nil {
      return [finding(.queryShape, "FOR UPDATE and FOR SHARE lock rows, and a query may only read")]
    }
    let columns = columns(of: statement.fields)
    guard columns == 1 || columns == nil else {
      return [finding(.queryShape, "it gives \(columns ?? 0) columns, expected one")]
    }
    return []
  }

  /// nil where a star stands for columns that only the target knows.
  private static func columns(of select: PostgreSQLTree) -> Int? {
    if let left = select["larg"] { return columns(of: left["SelectStmt"] ?? left) }
    if let row = select.list("valuesLists").first { return row["List"]?.list("items").count }
    let targets = select.list("targetList")
    let isStar = targets.contains { $0["ResTarget"]?["val"]?["ColumnRef"]?["fields"]?.list.last?["A_Star"] != nil }
    return isStar ? nil : targets.count
  }
}
