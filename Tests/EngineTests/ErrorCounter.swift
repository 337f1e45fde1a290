import Logging
import Synchronization

/// Counts what is logged as an error or worse.
struct ErrorCounter: LogHandler {
  final class Count: Sendable {
    private let count = Mutex(0)
    var now: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
  }

  let count: Count
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.error

  init(count: Count) { self.count = count }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { count.add() }
}
