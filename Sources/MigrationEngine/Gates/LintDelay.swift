import MigrationPhases

/// Why a plan was not looked at. Nothing is known about it then; to ask again is safe.
enum LintDelay: Error, Sendable, Hashable {
  case late(Duration)
  /// So many others wait already.
  case crowded(Int)
  case cancelled
}

extension LintDelay: CustomStringConvertible {
  var description: String {
    switch self {
    case .late(let patience):
      "the plan was not checked within \(patience.inWords); ask again, and make its SQL simpler if that does not help"
    case .crowded(let waiting): "\(waiting) plans wait to be checked already; ask again in a while"
    case .cancelled: "the check of the plan was cancelled"
    }
  }
}
