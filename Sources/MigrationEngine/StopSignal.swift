import Synchronization

/// Tells work under way that it shall stop. It only ever becomes more urgent.
final class StopSignal: Sendable {
  enum Urgency: Int, Sendable, Comparable {
    case none
    /// At the next safe place; a command that cannot be repeated runs to its end.
    case gentle
    /// Whatever it is, its result is no longer wanted.
    case abandon

    static func < (left: Urgency, right: Urgency) -> Bool { left.rawValue < right.rawValue }
  }

  private let urgency = Mutex(Urgency.none)

  var current: Urgency { urgency.withLock { $0 } }
  var isSet: Bool { current != .none }

  func set(_ urgency: Urgency) { self.urgency.withLock { $0 = max($0, urgency) } }
}
