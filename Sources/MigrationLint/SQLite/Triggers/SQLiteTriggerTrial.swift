import MigrationSQLite

/// Sets a new trigger off by rows such as the running release may write, in a table that has no others.
enum SQLiteTriggerTrial: Sendable, Hashable {
  /// At least one row was taken, or none could be tried.
  case passes
  /// What sets it off would never come back.
  case endless
  /// None of the rows that the table takes without it was taken.
  case refusesAll(SQLiteError, event: SQLiteProbe.Event)

  /// Changes the sandbox: to be taken back afterwards.
  /// - Parameter setOff: triggers that this one sets off.
  init(
    of trigger: SQLiteSchema.Object, _ tokens: [SQLiteToken], settingOff setOff: Set<String>, in sandbox: SQLiteSandbox
  ) {
    self = .passes
    guard let old = sandbox.original.table(trigger.table), let now = sandbox.schema.table(trigger.table),
      !now.isVirtual,
      let event = Self.event(of: tokens)
    else { return }
    let table = quotedSQLiteIdentifier(now.name)
    let triggers = sandbox.schema.triggers.values.filter {
      foldedSQLiteName($0.table) == foldedSQLiteName(trigger.table)
    }
    for other in triggers { _ = try? sandbox.run("DROP TRIGGER main.\(quotedSQLiteIdentifier(other.name))") }
    let rows = SQLiteOldRows(of: now, knownAs: old, looking: tokens)
    let others = sandbox.schema.triggers.values.filter { foldedSQLiteName($0.table) != foldedSQLiteName(trigger.table) }
    let looksUp =
      Self.looksUp(tokens) || others.contains { setOff.contains($0.name) && Self.looksUp(SQLiteTokens.of($0.sql)) }
    var last: SQLiteError?
    for row in rows.rows.prefix(40) {
      let insert = rows.insert(row)
      guard (try? sandbox.run("SAVEPOINT one")) != nil, (try? sandbox.run(insert)) != nil else {
        _ = try? sandbox.run("ROLLBACK TO one")
        continue
      }
      do {
        switch event {
        case .insert:
          try sandbox.run("DELETE FROM \(table)")
          try sandbox.run(trigger.sql)
          try sandbox.run(insert)
        case .update:
          try sandbox.run(trigger.sql)
          let sets = old.columns.filter { !$0.isGenerated }.map { quotedSQLiteIdentifier($0.name) }
          try sandbox.run("UPDATE \(table) SET " + sets.map { "\($0) = \($0)" }.joined(separator: ", "))
        case .delete:
          try sandbox.run(trigger.sql)
          try sandbox.run("DELETE FROM \(table)")
        }
        return
      } catch {
        if error.isInterrupted {
          if !sandbox.budget.isSpent { self = .endless }
          return
        }
        last = error
      }
      guard (try? sandbox.run("ROLLBACK TO one")) != nil else { break }
    }
    // What it looks up would be there in the target.
    if let last, !looksUp { self = .refusesAll(last, event: event) }
  }

  /// `CREATE TRIGGER name [BEFORE | AFTER] INSERT ON`
  private static func event(of tokens: [SQLiteToken]) -> SQLiteProbe.Event? {
    tokens.lazy.dropFirst(2).compactMap { SQLiteProbe.Event(rawValue: $0.keyword.lowercased()) }.first
  }

  private static func looksUp(_ tokens: [SQLiteToken]) -> Bool {
    zip(tokens, tokens.dropFirst()).contains { $0.keyword != "DELETE" && $1.keyword == "FROM" }
      || tokens.contains { $0.keyword == "IN" }
  }
}
