import MigrationSQLite

/// A trigger, alone on its table, and what is seen of it when it is set off.
struct SQLiteTriggerLook {
  let trigger: SQLiteSchema.Object
  /// The statement that made it.
  let statement: AnalysedStatement
  let body: [SQLiteTriggerBody.Statement]
  /// Of an INSERT, an UPDATE and a DELETE.
  let looks: [SQLiteSandbox.Look]
  /// What these run besides themselves: this trigger, and those that it sets off.
  let programs: [SQLiteProgram]
  /// The same of INSERT OR REPLACE and UPDATE OR REPLACE, which hand their REPLACE on to what they set off
  /// (https://sqlite.org/lang_createtrigger.html).
  let replacing: [SQLiteProgram]

  /// Drops the other triggers of its table: to be taken back afterwards.
  init(at trigger: SQLiteSchema.Object, of statement: AnalysedStatement, _ probe: SQLiteProbe) {
    let table = foldedSQLiteName(trigger.table)
    for other in probe.sandbox.schema.triggers.values
    where foldedSQLiteName(other.table) == table && other.name != trigger.name {
      _ = try? probe.sandbox.run("DROP TRIGGER main.\(quotedSQLiteIdentifier(other.name))")
    }
    let uses = SQLiteProbe.Event.allCases.map { SQLiteProbe.Use.write($0, table: trigger.table) }
    let programs = { (replacing: Bool) in
      uses.flatMap { use in
        SQLiteProgram.all(of: probe.statement(for: use, replacing: replacing), in: probe.sandbox).dropFirst()
      }
    }
    self.trigger = trigger
    self.statement = statement
    body = SQLiteTriggerBody.statements(in: statement.tokens)
    looks = uses.map { probe.look(at: $0) }
    self.programs = programs(false)
    replacing = programs(true)
  }

  /// SQLite could prepare it, so that what it does is not only what its words say.
  var isSeen: Bool {
    looks.allSatisfy { $0.failure == nil } && looks.contains { !$0.actions(of: trigger.name).isEmpty }
  }

  /// SQLITE_CONSTRAINT_TRIGGER: RAISE said so.
  func isRaise(_ failure: SQLiteError) -> Bool { failure.extendedCode == 1_811 }

  /// What the trigger itself writes, as the authorizer is told.
  var writes: [AuthorizedAction] {
    looks.flatMap(\.actions).filter { $0.trigger == trigger.name && SQLiteWrites.isWrite($0) }
  }

  /// Tables that `trigger` takes rows from by saying so.
  func deletions(saidBy trigger: String?) -> Set<String> {
    let actions = looks.flatMap(\.actions).filter { $0.trigger == trigger && $0.code == SQLiteActionCode.delete }
    return Set(actions.compactMap(\.first))
  }
}

extension SQLiteSandbox.Look {
  /// What happens on a trigger's behalf.
  func actions(of trigger: String) -> [AuthorizedAction] { actions.filter { $0.trigger == trigger } }
}
