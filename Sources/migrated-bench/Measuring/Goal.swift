/// What a figure is to reach.
enum Goal: Sendable {
  case atLeast(Double)
  case atMost(Double)

  func isMet(by value: Double) -> Bool {
    switch self {
    case .atLeast(let bound): value >= bound
    case .atMost(let bound): value <= bound
    }
  }

  var words: String {
    switch self {
    case .atLeast(let bound): ">=\(decimal(bound))"
    case .atMost(let bound): "<=\(decimal(bound))"
    }
  }
}
