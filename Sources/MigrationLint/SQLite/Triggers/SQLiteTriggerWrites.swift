import MigrationPhases
import MigrationSQLite

/// What a new trigger does to what was there before.
struct SQLiteTriggerWrites {
  let look: SQLiteTriggerLook
  let sandbox: SQLiteSandbox
  let created: CreatedObjects

  private var name: String { look.trigger.name }
  private static let hint = "a trigger of expand may write what expand added, nothing else"

  func check() -> [Finding] {
    let deleted = self.deleted
    let replaced = replaced.subtracting(deleted)
    return deleted.sorted().map { finding("deletes rows of \($0), which was there before") } + updates()
      + replaced.sorted().map { finding("takes rows of \($0), which was there before, away by REPLACE") }
      + again() + handedOn() + underReplace(besides: deleted.union(replaced)) + cascades() + inserts()
  }

  private func finding(_ message: String) -> Finding {
    look.statement.finding(.triggerWrites, "the trigger \(name) \(message)", hint: Self.hint)
  }

  private func old(_ tables: Set<String>) -> Set<String> {
    tables.filter { !created.hasTable($0) && !created.has(.view, $0) }
  }

  private func wasMade(_ table: String) -> Bool { old([table]).isEmpty }

  /// As the schema spells it, so that nothing is told twice.
  private func spelt(_ table: String) -> String { sandbox.schema.table(table)?.name ?? table }

  private var deleted: Set<String> {
    let said = look.body.compactMap { statement -> String? in
      guard !look.isSeen, case .delete(let table, _) = statement.verb else { return nil }
      return spelt(table)
    }
    return old(look.deletions(saidBy: name).union(said))
  }

  /// By what the body says, and by what SQLite makes of it: the conflict clauses of a table are in the latter.
  private var replaced: Set<String> {
    var tables: Set<String> = []
    for statement in look.body {
      switch statement.verb {
      case .insert(let table, let orReplace):
        if orReplace || sandbox.schema.table(table)?.replacesOnConflict == true { tables.insert(spelt(table)) }
      case .update(let table, orReplace: true): tables.insert(spelt(table))
      case .update, .delete, .create, .drop, .alter, .select, .transaction, .attach, .pragma, .vacuum, .reindex,
        .analyze, .explain, .other:
        break
      }
    }
    for program in look.programs where program.trigger == name { tables.formUnion(program.deletions) }
    return old(tables)
  }

  private func updates() -> [Finding] {
    var columns: Set<String> = []
    for action in look.writes where action.code == SQLiteActionCode.update {
      guard let table = action.first, let column = action.second, !wasMade(table) else { continue }
      if !created.hasColumn(table, column) { columns.insert("\(table).\(column)") }
    }
    if !look.isSeen { columns.formUnion(said()) }
    guard !columns.isEmpty else { return [] }
    return [finding("changes \(columns.sorted().joined(separator: ", ")), which was there before")]
  }

  /// Old columns that the body assigns, where it cannot be resolved.
  private func said() -> Set<String> {
    var columns: Set<String> = []
    for statement in look.body {
      let table: String
      switch statement.verb {
      case .insert(let name, _), .update(let name, _): table = name
      case .delete, .create, .drop, .alter, .select, .transaction, .attach, .pragma, .vacuum, .reindex, .analyze,
        .explain, .other:
        continue
      }
      guard !wasMade(table) else { continue }
      let names = SQLiteSetList.columns(in: statement.tokens).compactMap(\.name)
      columns.formUnion(
        names.filter { !created.hasColumn(table, $0) }.map { name in
          "\(spelt(table)).\(sandbox.schema.table(table)?.column(name)?.name ?? name)"
        })
    }
    return columns
  }

  /// What is deleted would come back, what is inserted come twice.
  private func again() -> [Finding] {
    let own = foldedSQLiteName(look.trigger.table)
    let inserts = look.body.contains { statement in
      if case .insert(let table, _) = statement.verb { foldedSQLiteName(table) == own } else { false }
    }
    guard inserts, !wasMade(look.trigger.table) else { return [] }
    return [finding("adds rows to \(look.trigger.table), the table that sets it off, which was there before")]
  }

  /// A statement with REPLACE makes all that it sets off replace, too.
  private func handedOn() -> [Finding] {
    let replaces = look.body.contains { statement in
      switch statement.verb {
      case .insert(_, let orReplace), .update(_, let orReplace): orReplace
      case .delete, .create, .drop, .alter, .select, .transaction, .attach, .pragma, .vacuum, .reindex, .analyze,
        .explain, .other:
        false
      }
    }
    guard replaces else { return [] }
    var told: Set<[String]> = []
    for program in look.programs {
      guard let other = program.trigger, other != name else { continue }
      for table in old(program.deletions.subtracting(look.deletions(saidBy: other))) { told.insert([other, table]) }
    }
    return told.map { ($0[0], $0[1]) }.sorted { $0 < $1 }.map { other, table in
      finding("hands its REPLACE on to \(other), which then takes rows of \(table), which was there before, away")
    }
  }

  /// On a table that was there before, the running release's statement sets it off, and may be one with REPLACE.
  private func underReplace(besides told: Set<String>) -> [Finding] {
    guard !wasMade(look.trigger.table) else { return [] }
    var tables: Set<String> = []
    for program in look.replacing {
      guard let other = program.trigger, other == name || created.has(.trigger, other) else { continue }
      tables.formUnion(program.deletions.subtracting(look.deletions(saidBy: other)))
    }
    for program in look.programs { tables.subtract(program.deletions) }
    return old(tables).subtracting(told).sorted().map { table in
      finding(
        "takes rows of \(table), which was there before, away where the running release writes with OR REPLACE: "
          + "what that sets off replaces, too")
    }
  }

  /// With foreign keys enforced, rows go along with the row that they name.
  private func cascades() -> [Finding] {
    var parents = look.deletions(saidBy: name)
    for program in look.programs where program.trigger == name { parents.formUnion(program.deletions) }
    var seen = Set(parents.map(foldedSQLiteName))
    var children: Set<String> = []
    var waiting = seen
    while let parent = waiting.popFirst() {
      for child in sandbox.schema.tables.values
      where child.foreignKeys.contains(where: { foldedSQLiteName($0.parent) == parent && $0.onDelete == "CASCADE" }) {
        if !created.hasTable(child.name) { children.insert(child.name) }
        if seen.insert(foldedSQLiteName(child.name)).inserted { waiting.insert(foldedSQLiteName(child.name)) }
      }
    }
    return children.subtracting(deleted).sorted().map { child in
      finding("deletes rows that rows of \(child), which was there before, go along with by ON DELETE CASCADE")
    }
  }

  private func inserts() -> [Finding] {
    var tables = old(Set(look.writes.filter { $0.code == SQLiteActionCode.insert }.compactMap(\.first)))
    tables = tables.filter { foldedSQLiteName($0) != foldedSQLiteName(look.trigger.table) }
    return tables.sorted().map { table in
      if let reason = SQLiteInternals.reason(against: table, in: sandbox.schema) {
        return look.statement.finding(
          .internalTable, "the trigger \(name) adds rows to \(table): \(reason)",
          hint: "let SQLite write what is its own")
      }
      let isCommand = look.body.contains { statement in
        guard case .insert(let name, _) = statement.verb, foldedSQLiteName(name) == foldedSQLiteName(table) else {
          return false
        }
        return SQLiteInternals.isCommand(statement.verb, statement.tokens, in: sandbox.schema)
      }
      if isCommand {
        return look.statement.finding(
          .internalTable, "the trigger \(name) gives a command to the virtual table \(table), which may empty it",
          hint: "make a virtual table of its own")
      }
      return look.statement.finding(
        .insert, as: .warning, "the trigger \(name) adds rows to \(table), and the running release sees them",
        hint: "make sure that it can deal with them")
    }
  }
}
