import MigrationPhases
import MigrationSQLite

/// Checks one script statement by statement in a sandbox, and leaves the sandbox as the script leaves the schema.
struct SQLiteScriptCheck {
  let sandbox: SQLiteSandbox
  let kind: ScriptContext.Kind
  /// What the plan made: grows with the script.
  private(set) var created: CreatedObjects
  private(set) var findings: [Finding] = []
  /// Every statement was understood and, where it changes the schema, done.
  private(set) var isComplete = true
  /// Where triggers of this script were made.
  private var triggers: [(name: String, statement: AnalysedStatement)] = []
  /// Statements of this script that write rows.
  private var writes: [AnalysedStatement] = []

  init(_ kind: ScriptContext.Kind, in sandbox: SQLiteSandbox, created: CreatedObjects = CreatedObjects()) {
    self.kind = kind
    self.sandbox = sandbox
    self.created = created
  }

  mutating func check(_ source: ScriptSource) {
    let (statements, unreadable) = SQLiteScript.split(source)
    findings += unreadable
    isComplete = unreadable.isEmpty
    if statements.isEmpty, unreadable.isEmpty {
      findings.append(
        Finding(
          file: source.file, line: source.line, column: source.column, rule: LintRule.emptyScript.rawValue,
          message: "\(kind.name) has no statement, only blanks and comments",
          hint: "write the statements, or leave the phase out of the plan"))
    }
    let probe = SQLiteProbe(sandbox: sandbox)
    let working = probe.working()
    let before = sandbox.schema
    for statement in statements where !sandbox.budget.isSpent { check(statement) }
    // What was not looked at to its end is not told: it would be wrong.
    let found = findings
    findings += SQLiteTriggerCheck(probe: probe, kind: kind, created: created).check(triggers)
    if kind == .expand { findings += SQLiteHoldingCheck(sandbox: sandbox, created: created).check(writes, triggers) }
    findings +=
      broken(since: working, probe, source) + dangling(since: before, source) + unusable(since: before, source)
    if sandbox.budget.isSpent { (findings, isComplete) = (found, false) }
    findings = findings.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
      .map(\.element)
  }

  /// What a script makes, told by its text alone. What it makes only where it is not there yet (`IF NOT EXISTS`) is taken
  /// to be made.
  static func made(by source: ScriptSource, within budget: SQLiteBudget) throws(SQLiteError) -> CreatedObjects {
    var check = SQLiteScriptCheck(.expand, in: try SQLiteSandbox(schema: nil, budget: budget))
    for statement in SQLiteScript.split(source).statements where !budget.isSpent { check.check(statement) }
    return check.created
  }

  private mutating func check(_ statement: ScriptStatement) {
    let analysed = sandbox.analyse(statement)
    guard !sandbox.budget.isSpent else { return }
    findings += SQLiteRules.check(analysed, in: ScriptContext(kind: kind, created: created))
    if analysed.failure != nil || !analysed.verb.mayBePrepared { isComplete = false }
    if analysed.failure != nil { created.note(said: analysed.verb) }
    if analysed.verb.writesRows { writes.append(analysed) }
    created.note(before: analysed.before, after: analysed.after)
    for (key, trigger) in analysed.after.triggers where analysed.before.triggers[key] == nil {
      triggers.append((trigger.name, analysed))
    }
  }

  /// Foreign keys to a table that was there before and is gone: SQLite takes them, and then no row.
  private func dangling(since before: SQLiteSchema, _ source: ScriptSource) -> [Finding] {
    let gone = Set(before.tables.keys).subtracting(sandbox.schema.tables.keys)
    guard !gone.isEmpty, !sandbox.isOffline else { return [] }
    return sandbox.schema.tables.values.sorted { $0.name < $1.name }.flatMap { table in
      Set(table.foreignKeys.map(\.parent)).sorted().filter { gone.contains(foldedSQLiteName($0)) }.map { parent in
        Finding(
          file: source.file, rule: LintRule.breaksExisting.rawValue,
          message: "after \(kind.name), \(table.name) has a foreign key to \(parent), which is gone",
          hint: "with foreign keys enforced no row could be written to \(table.name); take the column out, too")
      }
    }
  }

  /// Tables that nobody could write any more where foreign keys are enforced, since a new one names what cannot be named.
  private func unusable(since before: SQLiteSchema, _ source: ScriptSource) -> [Finding] {
    guard isComplete, !sandbox.isOffline else { return [] }
    let tables = sandbox.schema.tables.filter { key, table in
      !Set(table.foreignKeys).isSubset(of: before.tables[key]?.foreignKeys ?? [])
    }
    guard !tables.isEmpty else { return [] }
    let probe = SQLiteProbe(sandbox: sandbox)
    return sandbox.enforcingForeignKeys {
      tables.sorted { $0.key < $1.key }.compactMap { key, table in
        let uses =
          [SQLiteProbe.Use.write(.insert, table: table.name)]
          + table.foreignKeys.compactMap { sandbox.schema.table($0.parent).map { .write(.delete, table: $0.name) } }
        for use in uses {
          guard let failure = probe.look(at: use).failure, Self.isForeignKeys(failure) else { continue }
          return Finding(
            file: source.file, rule: LintRule.breaksExisting.rawValue,
            message: "after \(kind.name), with foreign keys enforced, \(use.name) does not work: \(failure.message)",
            hint: "refer to the primary key of a table that is there, or to columns with a unique index")
        }
        return nil
      }
    }
  }

  private static func isForeignKeys(_ failure: SQLiteError) -> Bool {
    failure.message.hasPrefix("foreign key mismatch") || SQLiteMessage.missingTable(failure) != nil
  }

  /// Views and triggers that were there before, worked, and work no more.
  private func broken(
    since working: [SQLiteProbe.Use: SQLiteSandbox.Look], _ probe: SQLiteProbe, _ source: ScriptSource
  ) -> [Finding] {
    guard isComplete, !sandbox.isOffline else { return [] }
    let own = triggers.map { foldedSQLiteName($0.name) }
    var changed: Set<String> = []
    let broken = probe.uses().compactMap { use -> Finding? in
      guard let before = working[use] else { return nil }
      let look = probe.look(at: use)
      guard let failure = look.failure else {
        let check = SQLiteMeaningCheck(schema: sandbox.schema, created: created)
        if kind == .expand { changed.formUnion(check.changes(from: before, to: look)) }
        return nil
      }
      if case .write(_, let table) = use {
        // A trigger of this script is to blame, and has its own finding.
        let blamed = sandbox.schema.triggers.contains { key, trigger in
          own.contains(key) && foldedSQLiteName(trigger.table) == foldedSQLiteName(table)
        }
        if blamed { return nil }
      }
      return Finding(
        file: source.file, rule: LintRule.breaksExisting.rawValue,
        message: "after \(kind.name), \(use.name) does not work any more: \(failure.message)",
        hint: "change the view or trigger in the same script")
    }
    return broken
      + changed.sorted().map { words in
        Finding(
          file: source.file, rule: LintRule.schemaChange.rawValue,
          message: "after \(kind.name), \(words), and the running release may rely on it",
          hint: "give the new column a name that no view or trigger uses for something else")
      }
  }
}

extension Finding {
  /// Lines are shorter than a million characters, and what has no line comes last.
  fileprivate var order: Int { (line ?? .max / 2_000_000) * 1_000_000 + (column ?? 0) }
}
