import Glibc
import Logging
import Synchronization

/// Where log messages go: to the system's journal where standard error is connected to it, else to standard error.
final class LogSink: Sendable {
  enum Style: Sendable, Hashable {
    /// `warning: the text`, for people.
    case words
    /// `<4>the text`, for a manager that reads standard error (sd-daemon(3)).
    case numbers
  }

  private let journal: DatagramSocket?
  private let descriptor: Int32
  private let style: Style
  /// One message at a time, so that lines do not mix.
  private let writing = Mutex(())

  /// By $JOURNAL_STREAM, which names what systemd connected standard error to.
  static let standard: LogSink = {
    let stream = getenv("JOURNAL_STREAM").map { String(cString: $0) }
    guard LogSink.is(STDERR_FILENO, stream) else { return LogSink(descriptor: STDERR_FILENO, style: .words) }
    return LogSink(journal: "/run/systemd/journal/socket", descriptor: STDERR_FILENO, style: .numbers)
  }()

  /// - Parameters:
  ///   - journal: path of the journal's socket.
  ///   - descriptor: where a message goes that the journal does not take.
  init(journal: String? = nil, descriptor: Int32, style: Style) {
    self.journal = journal.flatMap { DatagramSocket(path: $0) }
    self.descriptor = descriptor
    self.style = style
  }

  /// Whether the descriptor is the stream that `device:inode` names.
  static func `is`(_ descriptor: Int32, _ stream: String?) -> Bool {
    var status = stat()
    guard let stream, fstat(descriptor, &status) == 0 else { return false }
    return stream == "\(status.st_dev):\(status.st_ino)"
  }

  func write(_ entry: JournalEntry, level: Logger.Level) {
    if let isTaken = journal?.send(entry.datagram), isTaken { return }
    let mark =
      switch style {
      case .words: "\(level.rawValue): "
      case .numbers: "<\(entry.priority)>"
      }
    let bytes = Array((mark + Self.indented(entry.message) + "\n").utf8)
    writing.withLock { _ in
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { return }
        rest = rest.dropFirst(written)
      }
    }
  }

  /// Further lines are set in, so that none passes for a message of its own; other control characters are written out.
  private static func indented(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\n    "
      case "\t": result += "\t"
      case _ where scalar.properties.generalCategory == .control:
        result += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
