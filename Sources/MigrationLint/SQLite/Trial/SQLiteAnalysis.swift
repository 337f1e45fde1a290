import MigrationPhases
import MigrationSQLite

extension SQLiteSandbox {
  /// Tries one statement out and, where it changes the schema, leaves it done, so that the next one sees its effect.
  func analyse(_ statement: ScriptStatement) -> AnalysedStatement {
    place = ScriptSource(file: statement.file, text: "", line: statement.line, column: statement.column)
    let tokens = SQLiteTokens.of(statement.sql)
    let verb = SQLiteVerbReader.verb(of: tokens)
    guard verb.mayBePrepared else {
      return AnalysedStatement(
        statement: statement, tokens: tokens, verb: verb, look: Look(), deletesOnConflict: false,
        replacedByTriggers: [], columnTrial: nil, writeTrial: nil, before: schema, after: schema, failure: nil,
        isOffline: isOffline,
        isUnresolved: false)
    }
    let look = look(at: statement.sql)
    let before = schema
    var failure = look.failure
    if failure == nil, verb.isSchemaChange {
      do { try apply(statement.sql, verb: verb) } catch { failure = error }
    }
    let programs = failure == nil && verb.writesRows ? SQLiteProgram.all(of: statement.sql, in: self) : []
    let conflicts = conflicts(of: verb, programs, look)
    return AnalysedStatement(
      statement: statement, tokens: tokens, verb: verb, look: look,
      deletesOnConflict: conflicts.own, replacedByTriggers: conflicts.handedOn,
      columnTrial: columnTrial(of: verb, statement.sql, tokens),
      writeTrial: failure == nil ? writeTrial(of: verb, statement.sql, tokens, before) : nil, before: before,
      after: schema, failure: failure,
      isOffline: isOffline,
      isUnresolved: failure.map { isUnresolved($0, tokens) } ?? false)
  }

  private func conflicts(
    of verb: SQLiteVerb, _ programs: [SQLiteProgram], _ look: Look
  ) -> (own: Bool, handedOn: Set<String>) {
    switch verb {
    case .insert(let table, let orReplace):
      let own = schema.table(table)?.replacesOnConflict == true || programs.first?.deletions.isEmpty == false
      return (own, orReplace ? handedOn(programs, look) : [])
    case .update(_, let orReplace): return (false, orReplace ? handedOn(programs, look) : [])
    case .create, .drop, .alter, .delete, .select, .transaction, .attach, .pragma, .vacuum, .reindex, .analyze,
      .explain, .other:
      return (false, [])
    }
  }

  private func handedOn(_ programs: [SQLiteProgram], _ look: Look) -> Set<String> {
    var tables: Set<String> = []
    for program in programs.dropFirst() {
      let said = look.actions.filter { $0.trigger == program.trigger && $0.code == SQLiteActionCode.delete }
      tables.formUnion(program.deletions.subtracting(said.compactMap(\.first)))
    }
    return tables
  }

  private func columnTrial(
    of verb: SQLiteVerb, _ sql: String, _ tokens: [SQLiteToken]
  ) -> SQLiteColumnTrial? {
    guard case .alter(_, .addColumn(let column)) = verb, let added = SQLiteAddedColumn(sql, tokens), added.hasCheck,
      !added.isGenerated
    else { return nil }
    return SQLiteColumnTrial(added, named: column, within: budget)
  }

  private func writeTrial(
    of verb: SQLiteVerb, _ sql: String, _ tokens: [SQLiteToken], _ before: SQLiteSchema
  ) -> SQLiteWriteTrial? {
    let table: String
    switch verb {
    case .alter(let name, .addColumn): table = name
    case .create(.index, let name, _): table = schema.indexes[foldedSQLiteName(name)]?.table ?? ""
    case .create, .alter, .drop, .insert, .update, .delete, .select, .transaction, .attach, .pragma, .vacuum, .reindex,
      .analyze, .explain, .other:
      return nil
    }
    guard let old = original.table(table), let now = before.table(table),
      SQLiteWriteTrial.isNeeded(verb, tokens, sql, now)
    else { return nil }
    return SQLiteWriteTrial(sql, tokens, to: old, in: before, within: budget)
  }

  /// Whether only the target could tell: no schema was given, and the failure has to do with what is not known of it.
  func isUnresolved(_ failure: SQLiteError, _ tokens: [SQLiteToken]) -> Bool {
    guard isOffline else { return false }
    switch SQLiteMessage.kind(of: failure) {
    case .unresolved: return true
    case .syntax, .bounds: return false
    case .dependent, .other:
      // True of any table, whatever else it has.
      if failure.message.hasPrefix("Cannot add a ") { return false }
      return tokens.contains { $0.name.map { stubs[foldedSQLiteName($0)] != nil } ?? false }
    }
  }
}
