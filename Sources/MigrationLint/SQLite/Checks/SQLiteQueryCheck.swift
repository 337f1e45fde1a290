import MigrationPhases
import MigrationSQLite

/// Checks a query that is asked of a target: one SELECT of one column that writes nothing.
struct SQLiteQueryCheck {
  let sandbox: SQLiteSandbox

  func check(_ query: LintQuery) -> [Finding] {
    let (statements, broken) = SQLiteScript.split(query.source, closing: .optional)
    guard broken.isEmpty else { return broken }
    guard let statement = statements.first else {
      return [finding(query, .emptyScript, "there is no query in it")]
    }
    if let second = statements.dropFirst().first {
      let place = ScriptSource(file: second.file, text: "", line: second.line, column: second.column)
      return [finding(query, .queryShape, "there is a second statement in it, one is allowed", at: place)]
    }
    let analysed = AnalysedQuery(statement, sandbox)
    guard case .select = analysed.verb else {
      return [finding(query, .queryShape, "found \(analysed.firstWord), expected SELECT", at: analysed.place)]
    }
    if let parameter = analysed.tokens.first(where: { $0.kind == .parameter }) {
      return [finding(query, .parameter, "the parameter \(parameter.text) would be NULL, nobody gives it a value")]
    }
    return look(at: analysed, of: query)
  }

  private func look(at analysed: AnalysedQuery, of query: LintQuery) -> [Finding] {
    let look = sandbox.look(at: analysed.statement.sql)
    if let failure = look.failure {
      guard !sandbox.isUnresolved(failure, analysed.tokens) else { return [] }
      var places = SourcePlaces(
        analysed.statement.sql, line: analysed.statement.line, column: analysed.statement.column)
      let (line, column) = places.place(of: SQLiteMessage.offset(of: failure, in: analysed.tokens) ?? 0)
      let place = ScriptSource(file: analysed.statement.file, text: "", line: line, column: column)
      if let table = SQLiteMessage.missingTable(failure), SQLiteLedgerNames.isOne(table) {
        return [finding(query, .ledger, "\(table) belongs to the ledger", at: place)]
      }
      return [finding(query, SQLiteMessage.rule(for: failure), "SQLite says: \(failure.message)", at: place)]
    }
    if !look.isReadOnly || look.actions.contains(where: { SQLiteWrites.isWrite($0) || SQLiteWrites.isOptimize($0) }) {
      return [finding(query, .queryShape, "it writes, and a query may only read")]
    }
    guard look.columnCount == 1 else {
      return [finding(query, .queryShape, "it gives \(look.columnCount) columns, expected one")]
    }
    return []
  }

  private func finding(
    _ query: LintQuery, _ rule: LintRule, _ message: String, at place: ScriptSource? = nil
  ) -> Finding {
    let place = place ?? query.source
    return Finding(
      file: query.source.file, line: place.line, column: place.column, rule: rule.rawValue,
      message: "\(query.label): \(message)")
  }

  private struct AnalysedQuery {
    let statement: ScriptStatement
    let tokens: [SQLiteToken]
    let verb: SQLiteVerb

    init(_ statement: ScriptStatement, _ sandbox: SQLiteSandbox) {
      self.statement = statement
      tokens = SQLiteTokens.of(statement.sql)
      verb = SQLiteVerbReader.verb(of: tokens)
    }

    var firstWord: String { tokens.first?.text ?? "" }
    var place: ScriptSource {
      ScriptSource(file: statement.file, text: "", line: statement.line, column: statement.column)
    }
  }
}
