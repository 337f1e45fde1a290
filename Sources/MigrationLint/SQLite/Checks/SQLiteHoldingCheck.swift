import MigrationPhases
import MigrationSQLite

/// Who fills a foreign key that keeps rows of the running release from being deleted. A table that only the new release
/// fills is for people to know; what the plan fills itself is there while the running release still works.
struct SQLiteHoldingCheck {
  let sandbox: SQLiteSandbox
  let created: CreatedObjects

  /// Those that no trigger of the plan sees to when a row of the parent is deleted.
  private var keys: [SQLiteHoldingKey] {
    let keys = SQLiteHoldingKey.all(in: sandbox.schema, created)
    guard !keys.isEmpty else { return [] }
    let probe = SQLiteProbe(sandbox: sandbox)
    return keys.filter { key in
      let deletions = probe.look(at: .write(.delete, table: key.parent)).actions.filter {
        $0.code == SQLiteActionCode.delete
          && $0.first.map(foldedSQLiteName) == foldedSQLiteName(key.child)
      }
      return !deletions.contains { action in
        guard let name = action.trigger, let trigger = sandbox.schema.triggers[foldedSQLiteName(name)] else {
          return false
        }
        return !key.isRestrict
          || SQLiteTokens.of(trigger.sql).prefix { $0.keyword != "ON" }.contains { $0.keyword == "BEFORE" }
      }
    }
  }

  /// - Parameters:
  ///   - statements: of expand, that write rows.
  ///   - triggers: that it makes.
  func check(_ statements: [AnalysedStatement], _ triggers: [(name: String, statement: AnalysedStatement)]) -> [Finding]
  {
    let keys = keys
    guard !keys.isEmpty else { return [] }
    let byStatements = statements.flatMap { statement in
      keys.filter { $0.isFilled(by: statement.verb, statement.tokens[...], in: sandbox.schema) }.map {
        finding(statement, "\($0.child).\($0.column) is filled: \($0.words)")
      }
    }
    let setOff = setOff
    let byTriggers = triggers.flatMap { name, statement -> [Finding] in
      guard let trigger = sandbox.schema.triggers[foldedSQLiteName(name)], setOff.contains(trigger.name) else {
        return []
      }
      let body = SQLiteTriggerBody.statements(in: statement.tokens)
      return keys.filter { key in body.contains { key.isFilled(by: $0.verb, $0.tokens, in: sandbox.schema) } }.map {
        finding(statement, "the trigger \(trigger.name) fills \($0.child).\($0.column): \($0.words)")
      }
    }
    return byStatements + byTriggers
  }

  /// What a backfill fills; each in words.
  func filled(by verb: SQLiteVerb, _ tokens: [SQLiteToken]) -> [String] {
    keys.filter { $0.isFilled(by: verb, tokens[...], in: sandbox.schema) }.map {
      "\($0.child).\($0.column) is filled: \($0.words)"
    }
  }

  /// Triggers that what the running release writes sets off, one after the other.
  private var setOff: Set<String> {
    let probe = SQLiteProbe(sandbox: sandbox)
    let actions = probe.uses().flatMap { use -> [AuthorizedAction] in
      guard case .write(_, let table) = use, !created.hasTable(table), !created.has(.view, table) else { return [] }
      return probe.look(at: use).actions
    }
    return Set(actions.compactMap(\.trigger))
  }

  private func finding(_ statement: AnalysedStatement, _ message: String) -> Finding {
    statement.finding(.newConstraint, message, hint: SQLiteHoldingKey.remedy)
  }
}
