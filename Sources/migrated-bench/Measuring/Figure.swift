/// One line of the result.
struct Figure: Sendable {
  var line: String
  var isOK: Bool

  /// `spread` follows on the same line, as a comment.
  init(_ name: String, _ value: Double, _ goal: Goal, spread: Spread? = nil) {
    isOK = goal.isMet(by: value)
    let comment = spread.map { "  # \($0.words)" } ?? ""
    line = "bench \(name) \(decimal(value)) \(goal.words) \(isOK ? "ok" : "short")\(comment)"
  }

  /// The median of several rounds.
  init(_ name: String, _ rounds: Spread, _ goal: Goal) {
    self.init(name, rounds.median, goal, spread: rounds)
  }

  static func missing(_ name: String, why: String) -> Figure {
    Figure(line: "bench \(name) - - short  # not measured: \(why)", isOK: false)
  }

  private init(line: String, isOK: Bool) {
    self.line = line
    self.isOK = isOK
  }
}
