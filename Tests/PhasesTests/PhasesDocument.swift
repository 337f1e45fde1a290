import MigrationPhases

/// The printed part of docs/phases.md, made from the code alone.
enum PhasesDocument {
  static let begin = "<!-- printed from the code: begin -->"
  static let end = "<!-- printed from the code: end -->"

  /// Puts the printed part between the markers of a page; nil where the markers are missing or in the wrong order.
  static func update(_ page: String) -> String? {
    guard let first = page.firstRange(of: begin), let last = page.firstRange(of: end),
      first.upperBound <= last.lowerBound
    else { return nil }
    return page[..<first.upperBound] + "\n\n" + printed + "\n" + page[last.lowerBound...]
  }

  static var printed: String {
    """
    ## The shapes, and what leads from one to another

    ```mermaid
    \(diagram)
    ```

    ## What each state guarantees

    \(table(["state", "guarantee"], RolloutState.all.map { ["`\($0.generic)`", $0.guarantee] }))

    ## Commands

    In `code`: the state it leads to. In *italics*: the code of the refusal. A dash: accepted, and nothing changes.

    \(table(["state"] + Command.all.map(\.description), RolloutState.all.map(commandRow)))

    `advance` may name the phase it means. Where that is not the next one, it is refused as *otherPhase*, so a command
    that was typed twice starts one phase. Contract starts only where it is named: without a name it is refused as
    *unnamed*.

    ## What the refusals say

    \(table(["code", "for example, in state", "message"], refusals))

    ## Outcomes

    What the worker reports, of the try that the state names. An outcome is a fact and cannot be refused. What has no
    row or a dash here, and every report of another try, came too late: it is recorded and changes nothing.

    \(table(["state"] + outcomes.map(\.label), RolloutState.all.compactMap(outcomeRow)))

    """
  }

  static func table(_ head: [String], _ rows: [[String]]) -> String {
    ([head, head.map { _ in "---" }] + rows).map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  private static let outcomes: [(label: String, outcome: Outcome)] = [
    ("began", .began(attempt: 2)), ("finished", .finished(attempt: 2)),
    ("failed, with a reason", .failed(attempt: 2, .failed)),
    ("interrupted, last step known", .interrupted(attempt: 2, .known)),
    ("interrupted, last step unknown", .interrupted(attempt: 2, .unknown)),
  ]

  private static func commandRow(_ state: RolloutState) -> [String] {
    ["`\(state.generic)`"]
      + Command.all.map { command in
        do throws(Refusal) {
          let next = try state.after(command)
          return next == state ? "–" : "`\(next.generic)`"
        } catch {
          return "*\(error.code)*"
        }
      }
  }

  private static func outcomeRow(_ state: RolloutState) -> [String]? {
    let answers = outcomes.map { state.after($0.outcome).map { "`\($0.generic)`" } ?? "–" }
    return answers.allSatisfy { $0 == "–" } ? nil : ["`\(state.generic)`"] + answers
  }

  /// Each code once, with the first message it comes with.
  private static var refusals: [[String]] {
    var seen: Set<String> = []
    var rows: [[String]] = []
    for state in RolloutState.all {
      for command in Command.everyForm {
        do throws(Refusal) {
          _ = try state.after(command)
        } catch {
          if seen.insert(error.code).inserted { rows.append(["*\(error.code)*", "`\(state.generic)`", error.message]) }
        }
      }
    }
    return rows
  }

  private static var diagram: String {
    var labels: [[RolloutState.Shape]: [String]] = [:]
    var order: [[RolloutState.Shape]] = []
    func draw(_ from: RolloutState, _ to: RolloutState, _ label: String) {
      guard from != to else { return }
      let arrow = [from.shape, to.shape]
      if labels[arrow] == nil { order.append(arrow) }
      if labels[arrow]?.contains(label) != true { labels[arrow, default: []].append(label) }
    }
    for state in RolloutState.all {
      for command in Command.all { if let next = try? state.after(command) { draw(state, next, command.name) } }
      for outcome in outcomes { if let next = state.after(outcome.outcome) { draw(state, next, outcome.outcome.name) } }
    }
    let arrows = order.map { "  \($0[0]) --> \($0[1]): \(labels[$0, default: []].joined(separator: ", "))" }
    let ends = RolloutState.all.filter(\.isFinal).map { "  \($0.shape) --> [*]: \($0.generic)" }
    return (["stateDiagram-v2", "  [*] --> planned: register"] + arrows + ends).joined(separator: "\n")
  }
}

extension RolloutState {
  /// As `description`, with `n` for the number of the try.
  var generic: String {
    switch self {
    case .running(let activity, _): "running(\(activity), n)"
    case .planned, .queued, .paused, .completed, .halted, .cancelled, .rolledBack: description
    }
  }
}
