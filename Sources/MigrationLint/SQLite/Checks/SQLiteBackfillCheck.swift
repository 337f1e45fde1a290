import MigrationPhases
import MigrationSQLite

/// Checks what a backfill writes, in a sandbox as expand leaves it.
struct SQLiteBackfillCheck {
  let sandbox: SQLiteSandbox
  /// What the plan's expand makes: that, and nothing else, may be written.
  let created: CreatedObjects

  func check(_ backfill: LintBackfill) -> [Finding] {
    switch backfill {
    case .update(let table, let assignments, let condition):
      let place = assignments.first?.expression ?? condition ?? ScriptSource(file: "", text: "")
      if let finding = self.table(table, place) { return [finding] }
      var findings = assignments.flatMap { self.assignment($0, of: table) }
      if let condition { findings += self.condition(condition, of: table, like: assignments.first) }
      return findings
    case .script(let table, let source):
      if let finding = self.table(table, source) { return [finding] }
      return SQLiteBackfillScriptCheck(sandbox: sandbox, table: table, created: created).check(source)
    }
  }

  /// The table must be there and have rows of its own.
  private func table(_ table: String, _ place: ScriptSource) -> Finding? {
    if SQLiteLedgerNames.isOne(table) {
      return finding(.ledger, place, "\(table) belongs to the ledger, which only migrated writes")
    }
    guard !sandbox.isOffline else { return nil }
    guard let known = sandbox.schema.table(table) else {
      let isView = sandbox.schema.views[foldedSQLiteName(table)] != nil
      let message = isView ? "\(table) is a view, a backfill needs a table" : "there is no table \(table) after expand"
      return finding(.unknownName, place, message)
    }
    if known.isVirtual {
      return finding(.backfillShape, place, "\(table) is a virtual table, whose rows cannot be gone over in ranges")
    }
    guard known.isKeyless else { return nil }
    return finding(
      .backfillKey, place,
      "\(table) has columns named rowid, _rowid_ and oid, so that its rows have no name of their own to go along",
      hint: "write its rows with a program: backfill.run")
  }

  private func assignment(_ assignment: LintBackfill.Assignment, of table: String) -> [Finding] {
    let place = assignment.expression
    if let known = sandbox.schema.table(table), sandbox.stubs[foldedSQLiteName(table)] == nil {
      guard let column = known.column(assignment.column) else {
        return [finding(.unknownName, place, "there is no column \(table).\(assignment.column) after expand")]
      }
      if column.isGenerated {
        return [finding(.backfillShape, place, "\(table).\(column.name) is generated and cannot be written")]
      }
      if column.keyPlace > 0 {
        return [
          finding(
            .backfillKey, place, "\(table).\(column.name) is part of the key that the backfill goes along",
            hint: "write the new key to a new column")
        ]
      }
    }
    let shape = shape(of: place)
    guard shape.isEmpty else { return shape }
    let start = "UPDATE main.\(quotedSQLiteIdentifier(table)) SET \(quotedSQLiteIdentifier(assignment.column)) = (\n"
    return overwritten(assignment.column, of: table, place) + holding(assignment, of: table)
      + prepared(start, place, "\n)", table: table)
  }

  private func overwritten(_ column: String, of table: String, _ place: ScriptSource) -> [Finding] {
    guard !created.hasColumn(table, column) else { return [] }
    return [
      finding(
        .backfillOverwrites, place, SQLiteBackfillScriptCheck.overwritten(column, of: table),
        hint: SQLiteBackfillScriptCheck.instead)
    ]
  }

  private func holding(_ assignment: LintBackfill.Assignment, of table: String) -> [Finding] {
    let statement = "UPDATE \(quotedSQLiteIdentifier(table)) SET \(quotedSQLiteIdentifier(assignment.column)) = 1"
    return SQLiteHoldingCheck(sandbox: sandbox, created: created)
      .filled(by: .update(table: table, orReplace: false), SQLiteTokens.of(statement))
      .map { finding(.newConstraint, assignment.expression, $0, hint: SQLiteHoldingKey.remedy) }
  }

  private func condition(_ place: ScriptSource, of table: String, like: LintBackfill.Assignment?) -> [Finding] {
    let shape = shape(of: place)
    guard shape.isEmpty, let column = like?.column else { return shape }
    let name = quotedSQLiteIdentifier(column)
    let start = "UPDATE main.\(quotedSQLiteIdentifier(table)) SET \(name) = \(name) WHERE (\n"
    return prepared(start, place, "\n)", table: table).filter { $0.rule != LintRule.backfillTriggers.rawValue }
  }

  /// An expression must be one expression wherever it is put: no semicolon, no comment that swallows what follows, no
  /// parenthesis that closes another's.
  private func shape(of place: ScriptSource) -> [Finding] {
    var depth = 0
    for token in SQLiteTokens.all(in: place.text) {
      let problem: String?
      switch token.kind {
      case .comment: problem = "a comment"
      case .parameter: problem = "the parameter \(token.text)"
      case .unterminated: problem = "\(token.text.prefix(20)) without an end"
      case .word, .quotedName, .string, .blob, .number: problem = nil
      case .symbol:
        if token.text == "(" { depth += 1 }
        if token.text == ")" { depth -= 1 }
        problem = token.text == ";" ? "a semicolon" : depth < 0 ? "a closing parenthesis too many" : nil
      }
      if let problem {
        return [self.problem(problem, token, place)]
      }
    }
    return depth == 0
      ? [] : [finding(.backfillShape, place, "found a parenthesis that is never closed, expected one SQL expression")]
  }

  private func problem(_ problem: String, _ token: SQLiteToken, _ place: ScriptSource) -> Finding {
    var places = SourcePlaces(place.text, line: place.line, column: place.column)
    let (line, column) = places.place(of: token.range.lowerBound)
    return Finding(
      file: place.file, line: line, column: column, rule: LintRule.backfillShape.rawValue,
      message: "found \(problem), expected one SQL expression")
  }

  private func prepared(_ start: String, _ place: ScriptSource, _ end: String, table: String) -> [Finding] {
    let look = sandbox.look(at: start + place.text + end)
    if let failure = look.failure {
      let tokens = SQLiteTokens.of(start + place.text)
      guard !sandbox.isUnresolved(failure, tokens) else { return [] }
      var places = SourcePlaces(place.text, line: place.line, column: place.column)
      let (line, column) = places.place(
        of: max(0, (SQLiteMessage.offset(of: failure, in: tokens) ?? 0) - start.utf8.count))
      return [
        Finding(
          file: place.file, line: line, column: column, rule: SQLiteMessage.rule(for: failure).rawValue,
          message: "SQLite says: \(failure.message)")
      ]
    }
    let check = SQLiteBackfillScriptCheck(sandbox: sandbox, table: table, created: created)
    return check.settings(look, place) + check.triggers(look, place)
  }

  private func finding(_ rule: LintRule, _ place: ScriptSource, _ message: String, hint: String? = nil) -> Finding {
    Finding(
      file: place.file, line: place.line, column: place.column, rule: rule.rawValue, message: "backfill: \(message)",
      hint: hint)
  }
}
