import MigrationPhases

/// A new condition on old tables is one that the running release does not know. What it breaks for certain, or drops
/// without a word, is an error; what it may refuse is for people to know.
enum NewConstraintRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    switch statement.verb {
    case .alter(let table, .addColumn(let column)):
      guard !script.created.hasTable(table), let added = SQLiteAddedColumn(statement.statement.sql, statement.tokens)
      else { return [] }
      let name = "ADD COLUMN \(table).\(column)"
      return checks(statement, name, table) + generated(statement, added, name)
        + references(statement, added, name, of: table, script.created)
    case .create(.table, let name, _): return parents(statement, of: name, script.created)
    case .create(.index, let name, _):
      guard let index = statement.after.indexes[foldedSQLiteName(name)],
        statement.before.indexes[foldedSQLiteName(name)] == nil, !script.created.hasTable(index.table)
      else { return [] }
      return reads(statement, "INDEX \(name)")
    case .create, .alter, .drop, .insert, .update, .delete, .select, .transaction, .attach, .pragma, .vacuum, .reindex,
      .analyze, .explain, .other:
      return []
    }
  }

  private static func checks(_ statement: AnalysedStatement, _ name: String, _ table: String) -> [Finding] {
    switch statement.columnTrial {
    case .holds, nil: []
    case .refuses:
      [
        statement.finding(
          .newConstraint, "\(name): its CHECK does not hold for a row of the running release, which could insert none",
          hint: "give it a DEFAULT that the check holds for, or let the check hold for NULL")
      ]
    case .depends:
      [
        statement.finding(
          .newConstraint, as: .warning,
          "\(name): its CHECK looks at more than the column, and can refuse what the running release writes to \(table)",
          hint: "make sure that it never does; or check it in a trigger of the new release's own tables")
      ]
    }
  }

  private static func generated(
    _ statement: AnalysedStatement, _ added: SQLiteAddedColumn, _ name: String
  ) -> [Finding] {
    guard added.isGenerated else { return [] }
    guard added.isNotNull else { return reads(statement, name) }
    if added.ignoresNull {
      return [
        statement.finding(
          .newConstraint,
          "\(name): a row of the running release that is NULL there would be left out, and nobody would be told",
          hint: "leave NOT NULL out")
      ]
    }
    return [
      statement.finding(
        .newConstraint, as: .warning,
        "\(name): NOT NULL on a generated column can refuse what the running release writes",
        hint: "leave NOT NULL out, or make sure that its expression is never NULL")
    ] + reads(statement, name)
  }

  /// Functions that fail on a text that they cannot read.
  private static func reads(_ statement: AnalysedStatement, _ name: String) -> [Finding] {
    guard SQLiteJSON.isRead(in: statement.tokens) else { return [] }
    return [
      statement.finding(
        .newConstraint, as: .warning,
        "\(name): it fails on a text that is no JSON, and what the running release writes or reads fails with it",
        hint: "ask json_valid first: CASE WHEN json_valid(…) THEN … END")
    ]
  }

  private static func references(
    _ statement: AnalysedStatement, _ added: SQLiteAddedColumn, _ name: String, of table: String,
    _ created: CreatedObjects
  ) -> [Finding] {
    let references = added.references
    var findings: [Finding] = []
    if added.hasValue, let first = references.first {
      findings.append(
        statement.finding(
          .newConstraint, as: .warning,
          "\(name): with foreign keys enforced, each new row of the running release needs the row of \(first.parent) "
            + "that the DEFAULT names",
          hint: "let the column be NULL, or insert that row in expand"))
    }
    for (parent, onDelete) in references {
      let isOld = !created.hasTable(parent)
      switch onDelete {
      case "CASCADE":
        findings.append(
          statement.finding(
            .newConstraint, as: isOld ? .error : .warning,
            "\(name): with foreign keys enforced, a row of \(table) goes when the row of \(parent) goes that it names",
            hint: "write ON DELETE SET NULL, so that old rows stay"))
      case "SET NULL" where !added.isNotNull, "SET DEFAULT" where !added.isNotNull: break
      default: if isOld { findings.append(keeps(statement, name, parent)) }
      }
    }
    return findings
  }

  /// Foreign keys of a new table to old ones.
  private static func parents(
    _ statement: AnalysedStatement, of name: String, _ created: CreatedObjects
  ) -> [Finding] {
    guard statement.before.table(name) == nil, let table = statement.after.table(name) else { return [] }
    let parents = table.foreignKeys.filter { ["NO ACTION", "RESTRICT"].contains($0.onDelete) }.map(\.parent)
    return Set(parents).sorted().filter {
      !created.hasTable($0) && foldedSQLiteName($0) != foldedSQLiteName(name)
    }.map { keeps(statement, "TABLE \(name)", $0) }
  }

  private static func keeps(_ statement: AnalysedStatement, _ name: String, _ parent: String) -> Finding {
    statement.finding(
      .newConstraint, as: .warning,
      "\(name): with foreign keys enforced, rows that name a row of \(parent) keep the running release from deleting it",
      hint: "write ON DELETE SET NULL, or ON DELETE CASCADE in a new table; or make sure that it deletes none")
  }
}
