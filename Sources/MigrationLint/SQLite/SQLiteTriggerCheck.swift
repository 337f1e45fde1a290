import MigrationPhases
import MigrationSQLite

/// What the triggers that a script makes would do, each looked at alone.
struct SQLiteTriggerCheck {
  let probe: SQLiteProbe
  let kind: ScriptContext.Kind
  let created: CreatedObjects

  func check(_ triggers: [(name: String, statement: AnalysedStatement)]) -> [Finding] {
    triggers.flatMap { name, statement -> [Finding] in
      guard !probe.sandbox.budget.isSpent, let trigger = probe.sandbox.schema.triggers[foldedSQLiteName(name)] else {
        return []
      }
      let first = statement.statement
      probe.sandbox.place = ScriptSource(file: first.file, text: "", line: first.line, column: first.column)
      let looks = (try? probe.sandbox.undoing { self.looks(at: trigger) }) ?? []
      return failures(looks, trigger, statement) + writes(looks, trigger, statement) + raises(trigger, statement)
    }
  }

  private func looks(at trigger: SQLiteSchema.Object) -> [SQLiteSandbox.Look] {
    let table = foldedSQLiteName(trigger.table)
    for other in probe.sandbox.schema.triggers.values
    where foldedSQLiteName(other.table) == table && other.name != trigger.name {
      _ = try? probe.sandbox.run("DROP TRIGGER main.\(quotedSQLiteIdentifier(other.name))")
    }
    return SQLiteProbe.Event.allCases.map { probe.look(at: .write($0, table: trigger.table)) }
  }

  private func failures(
    _ looks: [SQLiteSandbox.Look], _ trigger: SQLiteSchema.Object, _ statement: AnalysedStatement
  ) -> [Finding] {
    let isView = probe.sandbox.schema.views[foldedSQLiteName(trigger.table)] != nil
    let failures = looks.compactMap(\.failure).filter { failure in
      // A view takes only the events that it has a trigger for.
      if isView, failure.message.contains("it is a view") { return false }
      return !probe.sandbox.isUnresolved(failure, statement.tokens)
    }
    guard let failure = failures.first else { return [] }
    if let table = SQLiteMessage.missingTable(failure), SQLiteLedgerNames.isOne(table) {
      return [
        statement.finding(
          .ledger, "the trigger \(trigger.name) uses \(table), which belongs to the ledger",
          hint: "names that begin with \(SQLiteLedgerNames.prefix) are taken; use another")
      ]
    }
    return [
      statement.finding(
        .unknownName, "the trigger \(trigger.name) would fail whenever it is set off: \(failure.message)",
        hint: "compare its body with the tables as they are after this script")
    ]
  }

  private func writes(
    _ looks: [SQLiteSandbox.Look], _ trigger: SQLiteSchema.Object, _ statement: AnalysedStatement
  ) -> [Finding] {
    guard kind.keepsWhatWasThere else { return [] }
    var deleted: Set<String> = []
    var updated: Set<String> = []
    var inserted: Set<String> = []
    for action in looks.flatMap(\.actions) where action.trigger == trigger.name && SQLiteWrites.isWrite(action) {
      guard let table = action.first, !created.hasTable(table) else { continue }
      switch action.code {
      case SQLiteActionCode.delete: deleted.insert(table)
      case SQLiteActionCode.update:
        if let column = action.second, !created.hasColumn(table, column) { updated.insert("\(table).\(column)") }
      default: inserted.insert(table)
      }
    }
    if probe.sandbox.isOffline { deleted.formUnion(deletedByWords(statement.tokens)) }
    var findings: [Finding] = []
    for table in deleted.sorted() {
      findings.append(
        statement.finding(
          .triggerWrites, "the trigger \(trigger.name) deletes rows of \(table), which was there before",
          hint: "a trigger of expand may write what expand added, nothing else"))
    }
    if !updated.isEmpty {
      findings.append(
        statement.finding(
          .triggerWrites,
          "the trigger \(trigger.name) changes \(updated.sorted().joined(separator: ", ")), which was there before",
          hint: "a trigger of expand may write what expand added, nothing else"))
    }
    for table in inserted.sorted() {
      findings.append(
        statement.finding(
          .insert, as: .warning, "the trigger \(trigger.name) adds rows to \(table), and the running release sees them",
          hint: "make sure that it can deal with them"))
    }
    return findings
  }

  /// Tables after DELETE FROM, where the body cannot be resolved.
  private func deletedByWords(_ tokens: [SQLiteToken]) -> Set<String> {
    var tables: Set<String> = []
    for index in tokens.indices.dropLast(2)
    where tokens[index].keyword == "DELETE" && tokens[index + 1].keyword == "FROM" {
      if let table = tokens[index + 2].name, !created.hasTable(table) { tables.insert(table) }
    }
    return tables
  }

  private func raises(_ trigger: SQLiteSchema.Object, _ statement: AnalysedStatement) -> [Finding] {
    guard kind.keepsWhatWasThere, !created.hasTable(trigger.table) else { return [] }
    let raises = zip(statement.tokens, statement.tokens.dropFirst()).contains {
      $0.keyword == "RAISE" && $1.text == "("
    }
    guard raises else { return [] }
    return [
      statement.finding(
        .triggerRaises, as: .warning,
        "the trigger \(trigger.name) can refuse what the running release writes to \(trigger.table)",
        hint: "make sure that the running release never does what it refuses")
    ]
  }
}
