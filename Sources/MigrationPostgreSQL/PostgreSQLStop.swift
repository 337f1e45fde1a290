import Synchronization

/// Tells one call on a connection to end. The thread that waits for the server sees it within a few milliseconds and
/// cancels its own statement, so that no other one can be hit.
final class PostgreSQLStop: Sendable {
  private let flag = Atomic(false)

  var isAsked: Bool { flag.load(ordering: .relaxed) }

  func ask() { flag.store(true, ordering: .relaxed) }
}
