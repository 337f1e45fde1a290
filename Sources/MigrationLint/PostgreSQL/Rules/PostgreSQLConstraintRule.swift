import MigrationPhases

/// A constraint on an old table is added NOT VALID, in no time, and validated while the application works.
enum PostgreSQLConstraintRule: PostgreSQLRule {
  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    PostgreSQLAlteration.all(in: statement).filter { !script.made.hasTable($0.table) }.flatMap { alteration in
      switch alteration.kind {
      case "AT_AddConstraint": added(alteration, statement, script)
      case "AT_SetNotNull": notNull(alteration, statement, script)
      default: [Finding]()  // the kinds come from PostgreSQL's grammar; the others are about no constraint
      }
    }
  }

  private static func severity(_ script: PostgreSQLContext) -> Finding.Severity {
    script.kind == .contract ? .warning : .error
  }

  private static func added(
    _ alteration: PostgreSQLAlteration, _ statement: PostgreSQLStatement, _ script: PostgreSQLContext
  ) -> [Finding] {
    guard let constraint = alteration.command["def"]?["Constraint"] else { return [] }
    let name = "\(constraint.text("conname") ?? "a constraint") of \(alteration.table)"
    let place = constraint.location
    switch constraint.text("contype") {
    case "CONSTR_CHECK", "CONSTR_FOREIGN":
      guard constraint.flag("skip_validation") else {
        return [
          statement.finding(
            .blocksWriters, as: severity(script), at: place,
            "\(name): it is held against every row while writers wait",
            hint: "write NOT VALID, and VALIDATE CONSTRAINT as a statement of its own after it")
        ]
      }
      let columns = columns(of: constraint).filter { !script.made.hasColumn(alteration.table, $0) }
      guard let first = columns.first, script.kind == .expand else { return [] }
      return [
        statement.finding(
          .newConstraint, as: .warning, at: place,
          "\(name): what the running release writes to \(first) is held against it from now on",
          hint: "make sure that it writes nothing that this refuses")
      ]
    case "CONSTR_UNIQUE", "CONSTR_PRIMARY":
      guard constraint.text("indexname") != nil else {
        return [
          statement.finding(
            .blocksWriters, as: severity(script), at: place, "\(name): its index is built while writers wait",
            hint: "CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX")
        ]
      }
      return script.kind == .expand
        ? [
          statement.finding(
            .uniqueIndex, as: .warning, at: place, "\(name): rows that are equal there are refused from now on",
            hint: "make sure that the running release writes none")
        ] : []
    case _?, nil:
      return [
        statement.finding(
          .blocksWriters, as: severity(script), at: place, "\(name): its index is built while nobody can use the table",
          hint: "make a new table of it")
      ]
    }
  }

  private static func columns(of constraint: PostgreSQLTree) -> [String] {
    var columns = constraint["fk_attrs"]?.words ?? []
    constraint["raw_expr"]?.forEachNode { type, fields in
      if type == "ColumnRef", let name = fields["fields"]?.words.last { columns.append(name) }
    }
    return columns
  }

  private static func notNull(
    _ alteration: PostgreSQLAlteration, _ statement: PostgreSQLStatement, _ script: PostgreSQLContext
  ) -> [Finding] {
    let name = "\(alteration.table).\(alteration.name)"
    guard script.kind == .contract else {
      return [
        statement.finding(
          .newConstraint, "SET NOT NULL on \(name): rows of the running release may be refused",
          hint: "move it to the contract script, after a CHECK (… IS NOT NULL) that is validated")
      ]
    }
    return [
      statement.finding(
        .blocksWriters, as: .warning,
        "SET NOT NULL on \(name) reads every row while nobody can use the table, unless a valid CHECK says it already",
        hint: "ADD CONSTRAINT … CHECK (\(alteration.name) IS NOT NULL) NOT VALID and VALIDATE CONSTRAINT before it")
    ]
  }
}
