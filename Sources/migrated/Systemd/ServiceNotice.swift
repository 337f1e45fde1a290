/// Something that a service tells its service manager (sd_notify(3)).
enum ServiceNotice: Sendable, Hashable {
  case ready
  /// A line for people, in `systemctl status`.
  case status(String)
  /// The configuration is being read again, since that moment of CLOCK_MONOTONIC; `ready` ends it.
  case reloading(at: Duration)
  case stopping
  case watchdog
  /// What is going on takes this much longer, counted from now.
  case extendTimeout(Duration)

  /// Its assignments, without newlines in them.
  var lines: [String] {
    switch self {
    case .ready: ["READY=1"]
    case .status(let text): ["STATUS=\(Self.oneLine(text))"]
    case .reloading(let moment): ["RELOADING=1", "MONOTONIC_USEC=\(Self.microseconds(moment))"]
    case .stopping: ["STOPPING=1"]
    case .watchdog: ["WATCHDOG=1"]
    case .extendTimeout(let span): ["EXTEND_TIMEOUT_USEC=\(Self.microseconds(span))"]
    }
  }

  /// A newline would begin an assignment of its own.
  private static func oneLine(_ text: String) -> String {
    let line = String.UnicodeScalarView(
      text.unicodeScalars.prefix(1_024).map { $0.properties.generalCategory == .control ? " " : $0 })
    return String(line)
  }

  private static func microseconds(_ span: Duration) -> Int64 {
    let (seconds, attoseconds) = span.components
    return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
  }
}
