import MigrationPhases
import MigrationSQLite

/// Rows that were there before expand are not changed by it: not by UPDATE, nor by what INSERT does on a conflict.
enum UpdateRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    switch statement.verb {
    case .update(let table, _):
      guard !script.created.hasTable(table) else { return handedOn(statement, table, script.created) }
      return [
        statement.finding(
          .update, "UPDATE \(table): one statement over all rows keeps the application out while it runs",
          hint: script.kind == .rollback
            ? "leave the rows as they are: the rollback drops what expand added, and nothing else changed"
            : "make it the plan's backfill, which goes in small batches")
      ]
    case .insert(let table, let orReplace):
      guard !script.created.hasTable(table) else { return handedOn(statement, table, script.created) }
      if orReplace || statement.deletesOnConflict {
        let why = orReplace ? "REPLACE" : "the table's ON CONFLICT REPLACE"
        return [
          statement.finding(
            .update, "INSERT INTO \(table): \(why) takes rows away that were there before",
            hint: "write INSERT, or INSERT OR IGNORE where a row may be there already")
        ]
      }
      let updates = statement.ownWrites.contains { $0.code == SQLiteActionCode.update }
      guard updates || (statement.isUnresolved && saysDoUpdate(statement.tokens)) else { return [] }
      return [
        statement.finding(
          .update, "INSERT INTO \(table): DO UPDATE changes rows that were there before",
          hint: "write DO NOTHING, or make it the plan's backfill")
      ]
    case .create, .drop, .alter, .delete, .select, .transaction, .attach, .pragma, .vacuum, .reindex, .analyze,
      .explain, .other:
      return []
    }
  }

  private static func handedOn(
    _ statement: AnalysedStatement, _ table: String, _ created: CreatedObjects
  ) -> [Finding] {
    statement.replacedByTriggers.filter { !created.hasTable($0) }.sorted().map { old in
      statement.finding(
        .update,
        "\(table): REPLACE is handed on to the triggers that it sets off, which take rows of \(old) away that were "
          + "there before",
        hint: "write it without REPLACE")
    }
  }

  private static func saysDoUpdate(_ tokens: [SQLiteToken]) -> Bool {
    zip(tokens, tokens.dropFirst()).contains { $0.keyword == "DO" && $1.keyword == "UPDATE" }
  }
}
