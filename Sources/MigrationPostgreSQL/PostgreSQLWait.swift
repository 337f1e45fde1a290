import CLibpq
import Glibc

/// Waits for a connection's socket on the thread that calls, and for nothing longer than it may.
struct PostgreSQLWait {
  let stop: PostgreSQLStop
  /// nil for no end but the stop's.
  var deadline: ContinuousClock.Instant?

  enum End: Sendable, Hashable {
    case ready
    case stopped
    case expired
  }

  /// Until the socket can be read from, or written to where `events` asks for that.
  func until(_ events: Int32, on handle: OpaquePointer) -> End {
    while true {
      if stop.isAsked { return .stopped }
      let now = ContinuousClock.now
      if let deadline, now >= deadline { return .expired }
      var entry = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
      // A socket that is gone: libpq says why.
      guard entry.fd >= 0 else { return .ready }
      let left = deadline.map { $0 - now } ?? Self.slice
      let count = poll(&entry, 1, Int32(max(1, min(left, Self.slice) / .milliseconds(1))))
      if count > 0 || (count < 0 && errno != EINTR) { return .ready }
    }
  }

  /// How late a stop may be seen.
  private static let slice = Duration.milliseconds(20)
}
