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
        statement: statement, tokens: tokens, verb: verb, look: Look(), deletesOnConflict: false, before: schema,
        after: schema, failure: nil, isOffline: isOffline, isUnresolved: false)
    }
    let look = look(at: statement.sql)
    let before = schema
    var failure = look.failure
    if failure == nil, verb.isSchemaChange {
      do { try apply(statement.sql, verb: verb) } catch { failure = error }
    }
    var deletesOnConflict = false
    if failure == nil, case .insert = verb { deletesOnConflict = self.deletesOnConflict(statement.sql) }
    return AnalysedStatement(
      statement: statement, tokens: tokens, verb: verb, look: look, deletesOnConflict: deletesOnConflict,
      before: before, after: schema, failure: failure, isOffline: isOffline,
      isUnresolved: failure.map { isUnresolved($0, tokens) } ?? false)
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
