import MigrationPhases

/// A query of a plan's, of one column, that is asked once a phase is done, or only tried.
public struct PlanQuestion: Sendable, Hashable {
  /// For messages: `verify "column is there"`.
  public let label: String
  public let phase: Phase
  public let script: PlanScript
}

extension Plan {
  /// All that a database must understand beside the scripts.
  public var questions: [PlanQuestion] {
    let verify = Phase.allCases.flatMap { phase in
      self.verify(after: phase).map { PlanQuestion(label: "verify \"\($0.name)\"", phase: phase, script: $0.script) }
    }
    guard let backfill else { return verify }
    return verify + backfill.reverseQuestions
      + [PlanQuestion(label: "remaining", phase: .backfill, script: backfill.remaining)]
  }
}

extension PlanBackfill {
  /// The expressions of `reverse`, each over the table.
  fileprivate var reverseQuestions: [PlanQuestion] {
    guard case .update(let table, _, _) = work else { return [] }
    // Places in it are those of the expression.
    let select = "SELECT "
    return reverse.map { assignment in
      let expression = assignment.expression
      return PlanQuestion(
        label: "reverse of \(assignment.column)", phase: .backfill,
        script: PlanScript(
          file: expression.file, text: "\(select)\(expression.text)\nFROM \(table)", line: expression.line,
          column: max(1, expression.column - select.count)))
    }
  }
}
