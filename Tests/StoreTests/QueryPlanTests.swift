import GRDB
import MigrationPhases
import Synchronization
import Testing

@testable import MigrationStore

/// Plans rather than clocks: what is found through an index stays fast however long the history grows.
@Suite("What reading costs")
struct QueryPlanTests {
  /// The statements that `body` ran.
  private func statements(_ body: (Journal, RolloutRecord) throws -> Void) throws -> (Journal, Set<String>) {
    let (journal, rollout) = try journalWithRollout()
    let seen = Mutex<Set<String>>([])
    journal.writer.writeWithoutTransaction { database in
      database.trace(options: .statement) { event in
        if case .statement(let statement) = event { seen.withLock { _ = $0.insert(statement.expandedSQL) } }
      }
    }
    try body(journal, rollout)
    journal.writer.writeWithoutTransaction { $0.trace(options: []) }
    return (journal, seen.withLock { $0 })
  }

  /// Whole-table scans, and sorts of history, in the plans of the statements, each as `plan step <- statement`.
  private func scans(_ journal: Journal, _ statements: Set<String>) throws -> [String] {
    try journal.writer.read { database in
      try statements.filter(isOurs).sorted().flatMap { sql in
        // The newest entry is the first one that such a scan comes to.
        let isFirstOfAll = sql.hasSuffix("FROM history ORDER BY seq DESC LIMIT 1")
        let plan = try Row.fetchAll(database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql))
        return plan.map { row in row["detail"] as String }
          .filter { $0.hasPrefix("SCAN") || (sql.contains("history") && $0.hasPrefix("USE TEMP B-TREE")) }
          .filter { !(isFirstOfAll && $0 == "SCAN history") }
          .map { $0 + " <- " + sql.replacing("\n", with: " ") }
      }
    }
  }

  /// Not those with which GRDB looks at the schema, once.
  private func isOurs(_ sql: String) -> Bool {
    (sql.hasPrefix("SELECT") || sql.hasPrefix("UPDATE")) && !sql.contains("sqlite_master")
      && !sql.contains("sqlite_temp_master")
  }

  @Test("no decision and no reading for a status looks through the history or through all rollouts")
  func hotPaths() throws {
    let (journal, statements) = try statements { journal, rollout in
      try journal.decide { transaction in
        _ = try transaction.rollout(migration: "add-full-name", target: "staging-1")
        try transaction.setState(ofRollout: rollout.id, to: .running(.phase(.expand), attempt: 1), at: moment(1))
        let step = try transaction.beginStep(
          ofRollout: rollout.id, attempt: 1, activity: .phase(.expand), name: "statement 1", at: moment(1))
        try transaction.endStep(step.id, .done, at: moment(1))
        try transaction.append(at: try transaction.highWater() ?? moment(1), actor: alice, event: "began")
      }
      try journal.read { reader in
        _ = try reader.rollout(id: rollout.id)
        _ = try reader.rollouts()
        _ = try reader.rollouts(ofMigration: "add-full-name")
        _ = try reader.rollouts(onTarget: "staging-1")
        _ = try reader.migration(named: "add-full-name")
        _ = try reader.migrations(limit: 10, after: 5)
        _ = try reader.planFiles(ofMigration: 1)
        _ = try reader.steps(ofRollout: rollout.id)
        _ = try reader.allSteps(ofRollout: rollout.id)
        _ = try reader.signOffs(ofRollout: rollout.id)
        _ = try reader.approvals(ofRollout: rollout.id)
        _ = try reader.restorePoints(ofRollout: rollout.id)
        _ = try reader.progress(ofRollout: rollout.id)
        _ = try reader.lastHistory()
        _ = try reader.fact("boot")
      }
    }
    #expect(statements.count > 20)
    // One row each: the head of the history.
    let scans = try scans(journal, statements).filter { !$0.hasPrefix("SCAN history_head <-") }
    #expect(scans == [])
  }

  @Test("a log that is narrowed goes through an index, in the order of seq without sorting")
  func log() throws {
    let (journal, statements) = try statements { journal, _ in
      try journal.decide { try $0.note() }
      try journal.read { reader in
        for order in [HistoryFilter.Order.oldestFirst, .newestFirst] {
          _ = try reader.history(HistoryFilter(order: order))
          _ = try reader.history(HistoryFilter(since: moment(-1), until: moment(1), order: order))
          _ = try reader.history(HistoryFilter(migration: "m", order: order))
          _ = try reader.history(HistoryFilter(target: "t", order: order))
          _ = try reader.history(HistoryFilter(user: "u", order: order))
          _ = try reader.history(HistoryFilter(event: "e", order: order))
          _ = try reader.history(HistoryFilter(migration: "m", target: "t", user: "u", event: "e", order: order))
        }
      }
    }
    let scans = try scans(journal, statements).filter { !$0.hasPrefix("SCAN history_head <-") }
    #expect(scans == [])
  }

  @Test("what is narrowed to a migration goes through its few entries, whatever else is asked")
  func migrationFirst() throws {
    let (journal, statements) = try statements { journal, rollout in
      try journal.decide { try $0.note() }
      let everything = HistoryFilter(migration: "add-full-name", target: "t", user: "u", event: "e")
      _ = try journal.read { try $0.history(everything) }
    }
    let narrowed = statements.filter { $0.contains("'add-full-name'") }
    #expect(narrowed.count == 1)
    for sql in narrowed {
      let plan = try journal.writer.read { database in
        try Row.fetchAll(database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)).map { $0["detail"] as String }
      }
      #expect(plan.count == 1)
      #expect(plan.first?.hasPrefix("SEARCH history USING INDEX history_by_migration (migration=?") == true)
    }
  }

  @Test(
    "what the history says of one rollout, one migration, one fact and the freezes goes through an index of its own")
  func recorded() throws {
    let (journal, statements) = try statements { journal, rollout in
      try journal.decide { try $0.note() }
      try journal.read { reader in
        _ = try reader.recorded(migration: "add-full-name", target: "staging-1")
        _ = try reader.registration(of: "add-full-name")
        _ = try reader.recordedFact("boot")
        _ = try reader.freezesInForce()
        _ = try reader.olderUntil()
      }
    }
    // The index has only what is in force.
    let scans = try scans(journal, statements).filter {
      !$0.hasPrefix("SCAN history_head <-") && !$0.hasPrefix("SCAN freeze USING INDEX freeze_in_force <-")
    }
    #expect(scans == [])
    let plans = try journal.writer.read { database in
      try statements.filter(isOurs).flatMap { sql in
        try Row.fetchAll(database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)).map { $0["detail"] as String }
      }
    }
    #expect(plans.contains("SEARCH history USING INDEX history_by_rollout (migration=? AND target=?)"))
    #expect(plans.contains { $0.hasPrefix("SEARCH history USING INDEX history_by_fact (") })
  }

  @Test("verifying goes through every table once, in the order of an index, and sorts nothing")
  func verifying() throws {
    let (journal, statements) = try statements { journal, _ in
      try journal.decide { try $0.note() }
      _ = try HistoryVerifier.verify(journal)
    }
    let steps = try journal.writer.read { database in
      try statements.filter { isOurs($0) && !$0.contains("sqlite_schema") }.sorted().flatMap { sql in
        try Row.fetchAll(database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)).map { row in
          (row["detail"] as String) + " <- " + sql.replacing("\n", with: " ")
        }
      }
    }
    #expect(statements.filter { isOurs($0) }.count > 12)
    // Facts are few: some a target, two a rollout.
    #expect(steps.filter { $0.hasPrefix("USE TEMP B-TREE") && !$0.contains("event = 'fact'") } == [])
    #expect(steps.contains { $0.hasPrefix("SEARCH history USING INDEX history_by_rollout (migration>?)") })
    // A table is gone through from its beginning only where it comes first.
    let inner = steps.filter { $0.contains(" JOIN ") && $0.hasPrefix("SCAN") && !$0.hasPrefix("SCAN m ") }
    #expect(inner == [])
  }

  @Test("the worker finds what is queued through the index of shapes")
  func worker() throws {
    let (journal, statements) = try statements { journal, _ in
      _ = try journal.read { try $0.rollouts(in: [.queued, .running]) }
    }
    let sql = try #require(statements.first { $0.contains("json_each") })
    let plan = try journal.writer.read { database in
      try Row.fetchAll(database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)).map { $0["detail"] as String }
    }
    #expect(plan.contains("SEARCH r USING INDEX rollout_by_shape (shape=?)"))
  }
}
