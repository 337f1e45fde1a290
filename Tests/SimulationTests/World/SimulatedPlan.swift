import MigrationPhases
import MigrationPlan

/// A plan to simulate, over a table of its own.
struct SimulatedPlan: Sendable, Hashable {
  enum Backfill: Sendable, Hashable { case none, update, program }

  /// What a query of the plan asks.
  enum Question: Sendable, Hashable { case isExpanded, isContracted, rowsLeft, nothing }

  static let group = "shop"

  var name: String
  var backfill: Backfill
  var hasSwitch: Bool
  /// Nil where the plan has no contract; days otherwise.
  var waitDays: Int?
  var isTagged: Bool
  var automatic: [Phase]
  var schemaVersion: Int

  var table: String { "t_\(name)" }
  var plannedWait: Duration { .seconds(86_400 * (waitDays ?? 0)) }

  /// The SQL of each question, and what it asks.
  var questions: [String: Question] {
    [
      "SELECT count(*) = 1 FROM pragma_table_info('\(table)') WHERE name = 'fresh'": .isExpanded,
      "SELECT count(*) = 0 FROM pragma_table_info('\(table)') WHERE name = 'stale'": .isContracted,
      "SELECT count(*) FROM \(table) WHERE fresh IS NULL": .rowsLeft,
      "SELECT count(*) >= 0 FROM \(table)": .nothing,
    ]
  }

  private func sql(of question: Question) -> String { questions.first { $0.value == question }?.key ?? "" }

  /// Undoes nothing but expand, does nothing but what its phase may.
  var files: PlanFiles {
    var text = """
      name: \(name)
      description: simulated
      owner: nobody
      targets: \(Self.group)
      schemaVersion: \(schemaVersion)
      automatic: [\(automatic.map(\.rawValue).joined(separator: ", "))]
      expand:
        sql: expand.sql
        rollback: back.sql
        verify:
          - name: the column is there
            sql: \(sql(of: .isExpanded))

      """
    switch backfill {
    case .none: break
    case .update:
      text += """
        backfill:
          update: { table: \(table), set: { fresh: stale }, where: fresh IS NULL }
          remaining: \(sql(of: .rowsLeft))

        """
    case .program:
      text += """
        backfill:
          run: { command: [fill] }
          remaining: \(sql(of: .rowsLeft))

        """
    }
    if hasSwitch {
      text += """
        switch:
          deploy: { command: [deploy] }
          rollback: { command: [undeploy] }
          verify:
            - name: it answers
              sql: \(sql(of: .nothing))

        """
    }
    var files = [
      PlanFile(path: "expand.sql", text: "ALTER TABLE \(table) ADD COLUMN fresh TEXT;\n"),
      PlanFile(path: "back.sql", text: "ALTER TABLE \(table) DROP COLUMN fresh;\n"),
    ]
    if let waitDays {
      text += """
        contract:
          after: \(waitDays)d
          sql: contract.sql
          verify:
            - name: the column is gone
              sql: \(sql(of: .isContracted))

        """
      let tag = isTagged ? "-- contract-phase-ok: nobody reads it\n" : ""
      files.append(PlanFile(path: "contract.sql", text: tag + "ALTER TABLE \(table) DROP COLUMN stale;\n"))
    }
    return PlanFiles(files + [PlanFile(path: Plan.fileName, text: text)])
  }

  static func random(number: Int, dice: inout SplitMix64) -> SimulatedPlan {
    SimulatedPlan(
      name: "m\(number)",
      backfill: dice.weighed([(2, .none), (6, .update), (2, .program)]),
      hasSwitch: dice.chance(60),
      waitDays: dice.weighed([(1, nil), (2, 0), (4, 3), (3, 20)]),
      isTagged: dice.chance(95),
      automatic: dice.chance(40) ? Phase.allCases.filter { _ in dice.chance(60) } : [],
      schemaVersion: number + 1)
  }
}
