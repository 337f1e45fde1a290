/// Which part of a script something is.
struct PostgreSQLPiece: Sendable, Hashable {
  /// From 1.
  var number: Int
  var count: Int

  init(number: Int, of count: Int) {
    self.number = number
    self.count = count
  }

  var isFirst: Bool { number == 1 }
  var isLast: Bool { number == count }
  /// A script of one part has no parts in the ledger.
  var isWhole: Bool { count == 1 }

  /// Its name in the ledger.
  func step(of step: StepKey) -> String { isWhole ? step.step : "\(step.step)/\(number)" }

  func key(of step: StepKey) -> StepKey {
    var key = step
    key.step = self.step(of: step)
    return key
  }
}
