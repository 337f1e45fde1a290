/// An invariant that does not hold, and what shows it.
struct Violation: Sendable, Hashable, CustomStringConvertible {
  var invariant: Invariant
  var what: String

  var description: String { "\(invariant.rawValue): \(what)" }
}
