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
      return conditions(statement, added, name, table)
        + references(statement, added, name, of: table, script.created)
    case .create(.table, let name, _): return parents(statement, of: name, script.created)
    case .create(.index, let name, _):
      guard let index = statement.after.indexes[foldedSQLiteName(name)],
        statement.before.indexes[foldedSQLiteName(name)] == nil, !script.created.hasTable(index.table)
      else { return [] }
      let hint = "index what SQLite can make of any row"
      if let refused = refused(statement, "INDEX \(name)", index.table, hint: hint) { return [refused] }
      return statement.writeTrial == .taken ? [] : reads(statement, "INDEX \(name)")
    case .create, .alter, .drop, .insert, .update, .delete, .select, .transaction, .attach, .pragma, .vacuum, .reindex,
      .analyze, .explain, .other:
      return []
    }
  }

  /// What rows of the running release were refused by, tried out; by words alone where no schema was given.
  private static func conditions(
    _ statement: AnalysedStatement, _ added: SQLiteAddedColumn, _ name: String, _ table: String
  ) -> [Finding] {
    if statement.columnTrial == .refuses {
      return [
        statement.finding(
          .newConstraint, "\(name): its CHECK does not hold for a row of the running release, which could insert none",
          hint: "give it a DEFAULT that the check holds for, or let the check hold for NULL")
      ]
    }
    if added.isGenerated, added.ignoresNull {
      return [
        statement.finding(
          .newConstraint,
          "\(name): a row of the running release that is NULL there would be left out, and nobody would be told",
          hint: "leave NOT NULL out")
      ]
    }
    let hint = added.hasCheck ? holding : "leave NOT NULL out, or make sure that its expression is never NULL"
    if let refused = refused(statement, name, table, hint: hint) { return [refused] }
    let depends = statement.columnTrial == .depends || (added.isGenerated && (added.isNotNull || added.hasCheck))
    if depends, statement.writeTrial == .untried {
      return [
        statement.finding(
          .newConstraint,
          "\(name): no row could be made up that shows that it never refuses what the running release writes to \(table)",
          hint: hint)
      ]
    }
    return (depends ? possible(statement, added, name, table) : [])
      + (statement.writeTrial == .taken ? [] : reads(statement, name))
  }

  private static let holding =
    "let the check hold for every row that does not name the column: CHECK (column IS NULL OR …)"

  /// What may be refused, for all that is known.
  private static func possible(
    _ statement: AnalysedStatement, _ added: SQLiteAddedColumn, _ name: String, _ table: String
  ) -> [Finding] {
    if added.isGenerated, !added.hasCheck {
      guard statement.writeTrial == nil else { return [] }
      return [
        statement.finding(
          .newConstraint, as: .warning,
          "\(name): NOT NULL on a generated column can refuse what the running release writes",
          hint: "leave NOT NULL out, or make sure that its expression is never NULL")
      ]
    }
    return [
      statement.finding(
        .newConstraint, as: .warning,
        "\(name): its CHECK looks at more than the column, and can refuse what the running release writes to \(table)",
        hint: holding)
    ]
  }

  private static func refused(
    _ statement: AnalysedStatement, _ name: String, _ table: String, hint: String
  ) -> Finding? {
    switch statement.writeTrial {
    case .refuses(let row, let why):
      statement.finding(
        .newConstraint,
        "\(name): it refuses what the running release may write to \(table), such as \(row): \(why)",
        hint: why.contains("JSON") ? askFirst : hint)
    case .refusesSecond:
      statement.finding(
        .uniqueIndex,
        "\(name): any two rows of \(table) are equal there that say nothing of what is new, so that the running release "
          + "could write one",
        hint: "let the column be NULL without a DEFAULT, or leave UNIQUE out")
    case .taken, .untried, nil: nil
    }
  }

  /// Functions that fail on a text that they cannot read.
  private static func reads(_ statement: AnalysedStatement, _ name: String) -> [Finding] {
    guard SQLiteJSON.isRead(in: statement.tokens) else { return [] }
    return [
      statement.finding(
        .newConstraint, as: .warning,
        "\(name): it fails on a text that is no JSON, and what the running release writes or reads fails with it",
        hint: askFirst)
    ]
  }

  private static let askFirst = "ask json_valid first: CASE WHEN json_valid(…) THEN … END"

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

  /// Foreign keys of a new table to old ones, or to new ones whose rows go along with old ones.
  private static func parents(
    _ statement: AnalysedStatement, of name: String, _ created: CreatedObjects
  ) -> [Finding] {
    guard statement.before.table(name) == nil, statement.after.table(name) != nil else { return [] }
    var created = created
    created.note(before: statement.before, after: statement.after)
    let keys = SQLiteHoldingKey.all(of: name, in: statement.after, created)
    return Set(keys.map(\.parent)).sorted().map { keeps(statement, "TABLE \(name)", $0) }
  }

  private static func keeps(_ statement: AnalysedStatement, _ name: String, _ parent: String) -> Finding {
    statement.finding(
      .newConstraint, as: .warning,
      "\(name): with foreign keys enforced, rows that name a row of \(parent) keep the running release from deleting it",
      hint: SQLiteHoldingKey.remedy + "; or make sure that it deletes none")
  }
}
