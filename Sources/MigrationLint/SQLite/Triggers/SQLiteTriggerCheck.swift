import MigrationPhases
import MigrationSQLite

/// What the triggers that a script makes would do, each looked at alone.
struct SQLiteTriggerCheck {
  let probe: SQLiteProbe
  let kind: ScriptContext.Kind
  let created: CreatedObjects

  private var sandbox: SQLiteSandbox { probe.sandbox }

  func check(_ triggers: [(name: String, statement: AnalysedStatement)]) -> [Finding] {
    triggers.flatMap { name, statement -> [Finding] in
      guard !sandbox.budget.isSpent, let trigger = sandbox.schema.triggers[foldedSQLiteName(name)] else { return [] }
      let first = statement.statement
      sandbox.place = ScriptSource(file: first.file, text: "", line: first.line, column: first.column)
      let others = (try? sandbox.undoing { further(of: trigger) }) ?? []
      guard
        let look = try? sandbox.undoing({ SQLiteTriggerLook(at: trigger, of: statement, probe) })
      else { return [] }
      let failures = failures(look)
      guard kind.keepsWhatWasThere else { return failures }
      let writes = SQLiteTriggerWrites(look: look, sandbox: sandbox, created: created).check()
      let isWrong = (failures + writes).contains { $0.severity == .error }
      let always = isOnOld(trigger) && !isWrong ? tried(look) : []
      let told = setOff(others, look) + always
      guard isOnOld(trigger) else { return failures + writes + told }
      let sometimes = (raises(look) + refusals(look)).filter { always.isEmpty || $0.severity == .error }
      return failures + writes + told + sometimes
    }
  }

  /// Triggers that were there before and that its table's events set off only with it.
  private func further(of trigger: SQLiteSchema.Object) -> [String] {
    let events = SQLiteProbe.Event.allCases.map { SQLiteProbe.Use.write($0, table: trigger.table) }
    let names = { events.map { Set(probe.look(at: $0).actions.compactMap(\.trigger)) } }
    let with = names()
    guard (try? sandbox.run("DROP TRIGGER main.\(quotedSQLiteIdentifier(trigger.name))")) != nil else { return [] }
    let further = zip(with, names()).flatMap { $0.subtracting($1) }
    return Set(further).subtracting([trigger.name]).filter { other in
      sandbox.schema.triggers[foldedSQLiteName(other)] != nil && !created.has(.trigger, other)
    }.sorted()
  }

  private func setOff(_ further: [String], _ look: SQLiteTriggerLook) -> [Finding] {
    guard !further.isEmpty else { return [] }
    return [
      look.statement.finding(
        .triggerSetsOff, as: .warning,
        "the trigger \(look.trigger.name) sets off \(further.joined(separator: ", ")), which was there before",
        hint: "make sure that this is meant, and that it may happen for each row")
    ]
  }

  /// On something that the running release writes to.
  private func isOnOld(_ trigger: SQLiteSchema.Object) -> Bool {
    !created.hasTable(trigger.table) && !created.has(.view, trigger.table)
  }

  private func failures(_ look: SQLiteTriggerLook) -> [Finding] {
    let trigger = look.trigger
    let isView = sandbox.schema.views[foldedSQLiteName(trigger.table)] != nil
    let failures = look.looks.compactMap(\.failure).filter { failure in
      // A view takes only the events that it has a trigger for.
      if isView, failure.message.contains("it is a view") { return false }
      return !sandbox.isUnresolved(failure, look.statement.tokens)
    }
    guard let failure = failures.first else { return [] }
    if let table = SQLiteMessage.missingTable(failure), SQLiteLedgerNames.isOne(table) {
      return [
        look.statement.finding(
          .ledger, "the trigger \(trigger.name) uses \(table), which belongs to the ledger",
          hint: "names that begin with \(SQLiteLedgerNames.prefix) are taken; use another")
      ]
    }
    return [
      look.statement.finding(
        .unknownName, "the trigger \(trigger.name) would fail whenever it is set off: \(failure.message)",
        hint: "compare its body with the tables as they are after this script")
    ]
  }

  /// What comes of it whatever the row.
  private func tried(_ look: SQLiteTriggerLook) -> [Finding] {
    let setOff = Set(look.looks.flatMap(\.actions).compactMap(\.trigger))
    let trial = try? sandbox.undoing {
      SQLiteTriggerTrial(of: look.trigger, look.statement.tokens, settingOff: setOff, in: sandbox)
    }
    let name = look.trigger.name
    switch trial {
    case .passes, nil: return []
    case .endless:
      return [
        look.statement.finding(
          .triggerFails,
          "the trigger \(name) does not end, and what the running release writes to "
            + "\(look.trigger.table) never does", hint: "take the recursive query out")
      ]
    case .refusesAll(let failure, let event):
      let use = SQLiteProbe.Use.write(event, table: look.trigger.table)
      return [
        look.statement.finding(
          look.isRaise(failure) ? .triggerRaises : .triggerFails,
          "the trigger \(name) makes every \(use.name) fail that was tried: \(failure.message)",
          hint: "let the running release write what it wrote before")
      ]
    }
  }

  private func raises(_ look: SQLiteTriggerLook) -> [Finding] {
    let raises = SQLiteTriggerBody.raises(in: look.statement.tokens)
    let (name, table) = (look.trigger.name, look.trigger.table)
    var findings: [Finding] = []
    if raises.ignoring {
      findings.append(
        look.statement.finding(
          .triggerRaises,
          "the trigger \(name) drops what the running release writes to \(table), by RAISE(IGNORE), and tells nobody",
          hint: "let it do nothing where it has nothing to do, by a WHEN"))
    }
    if SQLiteTriggerBody.rollsBack(look.statement.tokens) {
      findings.append(
        look.statement.finding(
          .triggerRaises,
          "the trigger \(name) can roll back the transaction of the running release that writes to \(table), with all that "
            + "it wrote before",
          hint: "write ABORT in place of ROLLBACK"))
    }
    if raises.refusing {
      findings.append(
        look.statement.finding(
          .triggerRaises, as: .warning,
          "the trigger \(name) can refuse what the running release writes to \(table)",
          hint: "make sure that the running release never does what it refuses"))
    }
    return findings
  }

  /// What its statements, and those of triggers that they set off, can fail by.
  private func refusals(_ look: SQLiteTriggerLook) -> [Finding] {
    var reasons: [String] = []
    for program in look.programs {
      let own = program.trigger == look.trigger.name
      // Its own RAISE has been told.
      let raise = "\(look.trigger.name) raises"
      reasons += program.failures.filter { !reasons.contains($0) && !(own && $0.hasPrefix(raise)) }
    }
    if look.looks.flatMap(\.actions).contains(where: { $0.code == SQLiteActionCode.recursive }) {
      reasons.append("its recursive query may not end")
    }
    if SQLiteJSON.isRead(in: look.statement.tokens) { reasons.append("a text may be no JSON") }
    for table in Set(look.writes.compactMap(\.first)).sorted() where sandbox.schema.table(table)?.isVirtual == true {
      reasons.append("the running release's SQLite may lack the module of \(table)")
    }
    guard !reasons.isEmpty else { return [] }
    let shown = reasons.prefix(5).joined(separator: "; ") + (reasons.count > 5 ? "; …" : "")
    return [
      look.statement.finding(
        .triggerFails, as: .warning,
        "the trigger \(look.trigger.name) can fail, and what the running release writes to \(look.trigger.table) fails "
          + "with it: \(shown)",
        hint: "make sure that it cannot, write INSERT OR IGNORE, or let the new columns be NULL")
    ]
  }
}
