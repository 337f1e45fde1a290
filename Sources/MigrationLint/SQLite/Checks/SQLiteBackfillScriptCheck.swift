import MigrationPhases
import MigrationSQLite

/// Checks a backfill that is a statement of the plan's own, in a sandbox as expand leaves it.
struct SQLiteBackfillScriptCheck {
  let sandbox: SQLiteSandbox
  /// The table whose ranges it is run for.
  let table: String
  /// What the plan's expand makes: that, and nothing else, may be written.
  let created: CreatedObjects

  func check(_ source: ScriptSource) -> [Finding] {
    let (statements, broken) = SQLiteScript.split(source, closing: .optional)
    guard broken.isEmpty else { return broken }
    guard let statement = statements.first else {
      return [
        Finding(
          file: source.file, line: source.line, column: source.column, rule: LintRule.emptyScript.rawValue,
          message: "backfill: the backfill has no statement")
      ]
    }
    if let second = statements.dropFirst().first {
      return [
        Finding(
          file: second.file, line: second.line, column: second.column, rule: LintRule.backfillShape.rawValue,
          message: "backfill: a second statement, expected exactly one")
      ]
    }
    let analysed = sandbox.analyse(statement)
    var findings = LedgerRule.check(analysed, in: ScriptContext(kind: .expand, created: CreatedObjects()))
    findings += shape(of: analysed)
    if let failure = analysed.failure, !analysed.isUnresolved, findings.isEmpty {
      findings.append(FailureRule.finding(failure, in: analysed))
    }
    for words in SQLiteHoldingCheck(sandbox: sandbox, created: created).filled(by: analysed.verb, analysed.tokens) {
      findings.append(analysed.finding(.newConstraint, "backfill: \(words)", hint: SQLiteHoldingKey.remedy))
    }
    return findings + settings(analysed.look, source) + triggers(analysed.look, source)
  }

  /// UPDATE of the table itself, or INSERT into another one with the table's rows; in ranges.
  private func shape(of statement: AnalysedStatement) -> [Finding] {
    var findings: [Finding] = []
    let folded = foldedSQLiteName(table)
    let written: String
    switch statement.verb {
    case .update(let target, orReplace: false):
      written = target
      if foldedSQLiteName(target) != folded {
        findings.append(
          statement.finding(.backfillWrites, "UPDATE \(target): expected an UPDATE of \(table), whose ranges it gets"))
      } else {
        findings += columns(of: statement)
      }
    case .insert(let target, orReplace: false):
      written = target
      if foldedSQLiteName(target) == folded {
        findings.append(
          statement.finding(
            .backfillWrites, "INSERT INTO \(target): it would go over its own new rows without an end",
            hint: "name the table whose rows are read as the backfill's table"))
      } else if !statement.isUnresolved, !statement.tokens.contains(where: { $0.name.map(foldedSQLiteName) == folded })
      {
        findings.append(statement.finding(.backfillShape, "it does not read \(table), whose ranges it gets"))
      } else if !created.hasTable(target) {
        findings.append(
          statement.finding(
            .backfillOverwrites,
            "INSERT INTO \(target): expand does not make it, and no rollback takes the new rows out again",
            hint: "insert into a table that expand makes"))
      }
    case .create, .drop, .alter, .insert, .update, .delete, .select, .transaction, .attach, .pragma, .vacuum, .reindex,
      .analyze, .explain, .other:
      let words = statement.tokens.prefix(3).map(\.text).joined(separator: " ")
      return [
        statement.finding(
          .backfillShape, "found \(words) …, expected UPDATE, or INSERT INTO … SELECT", hint: "REPLACE takes rows away")
      ]
    }
    if statement.deletesOnConflict {
      findings.append(
        statement.finding(.backfillWrites, "\(written) has an ON CONFLICT REPLACE, which takes rows away"))
    }
    let parameters = parameters(of: statement)
    return findings + (parameters.isEmpty && findings.isEmpty ? range(of: statement) : parameters)
  }

  /// The columns that it assigns: those it says, and those SQLite finds besides.
  private func columns(of statement: AnalysedStatement) -> [Finding] {
    let start = statement.tokens.first?.range.lowerBound ?? 0
    var places: [(name: String, offset: Int?)] = SQLiteSetList.columns(in: statement.tokens[...]).compactMap { token in
      token.name.map { ($0, token.range.lowerBound - start) }
    }
    for action in statement.ownWrites where action.code == SQLiteActionCode.update {
      guard let name = action.second, !places.contains(where: { foldedSQLiteName($0.name) == foldedSQLiteName(name) })
      else { continue }
      places.append((name, nil))
    }
    let isKnown = sandbox.stubs[foldedSQLiteName(table)] == nil
    let known = sandbox.schema.table(table).flatMap { isKnown ? $0 : nil }
    let keys = Set((known?.rangeKeys ?? []).map(foldedSQLiteName))
    return places.compactMap { name, offset in
      if keys.contains(foldedSQLiteName(name)) {
        return statement.finding(
          .backfillKey, at: offset, "\(table).\(name) is part of the key that the backfill goes along",
          hint: "write the new key to a new column")
      }
      // What is not there SQLite complains of.
      if let known, known.column(name) == nil { return nil }
      guard !created.hasColumn(table, name) else { return nil }
      return statement.finding(.backfillOverwrites, at: offset, Self.overwritten(name, of: table), hint: Self.instead)
    }
  }

  static func overwritten(_ column: String, of table: String) -> String {
    "\(table).\(column): expand does not add it, and no rollback brings back what was in it"
  }

  static let instead = "add a new column in expand and write that; the old one stays as the way back"

  /// The rows must be those of the range and no others, or each batch would write what others wrote.
  private func range(of statement: AnalysedStatement) -> [Finding] {
    let isKnown = sandbox.stubs[foldedSQLiteName(table)] == nil
    let keys = sandbox.schema.table(table).flatMap { isKnown ? $0.rangeKeys : nil }
    guard let key = keys.map(\.first) ?? "id" else {
      return [
        statement.finding(
          .backfillKey, "\(table) has a key of several columns, which has no single :lower and :upper",
          hint: "write the backfill as assignments: backfill.update")
      ]
    }
    guard let place = SQLiteRange(table: table, keys: keys).lack(in: statement.tokens) else { return [] }
    return [
      statement.finding(
        .backfillShape, at: place - (statement.tokens.first?.range.lowerBound ?? 0),
        "nothing keeps it to the rows of its range, so each batch could write all of them",
        hint: "write WHERE \(key) > :lower AND \(key) <= :upper first, and what else there is after a further AND, in "
          + "parentheses where it has an OR")
    ]
  }

  private func parameters(of statement: AnalysedStatement) -> [Finding] {
    let found = Set(statement.tokens.filter { $0.kind == .parameter }.map(\.text))
    let wanted: Set<String> = [":lower", ":upper"]
    guard found != wanted else { return [] }
    let shown = found.isEmpty ? "no parameter" : found.sorted().joined(separator: ", ")
    return [
      statement.finding(
        .backfillShape, "found \(shown), expected the parameters :lower and :upper",
        hint: "write WHERE id > :lower AND id <= :upper, where id is the table's key")
    ]
  }

  /// A table that does something when it is read.
  func settings(_ look: SQLiteSandbox.Look, _ place: ScriptSource) -> [Finding] {
    guard look.actions.contains(where: SQLiteWrites.isOptimize) else { return [] }
    return [
      Finding(
        file: place.file, line: place.line, column: place.column, rule: LintRule.pragma.rawValue,
        message: "backfill: pragma_optimize runs PRAGMA optimize: a backfill may not change settings",
        hint: "take it out")
    ]
  }

  /// Those that each row sets off.
  func triggers(_ look: SQLiteSandbox.Look, _ place: ScriptSource) -> [Finding] {
    let names = look.actions.filter { SQLiteWrites.isWrite($0) }.compactMap(\.trigger)
    guard !names.isEmpty else { return [] }
    return [
      Finding(
        severity: .warning, file: place.file, line: place.line, column: place.column,
        rule: LintRule.backfillTriggers.rawValue,
        message: "every row written to \(table) sets off \(Set(names).sorted().joined(separator: ", "))",
        hint: "make sure that this is meant, and that it may happen for each row")
    ]
  }
}
