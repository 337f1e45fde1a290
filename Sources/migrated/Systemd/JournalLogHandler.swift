import Logging

/// Writes what is logged to the journal, or to standard error where there is none.
struct JournalLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  var logLevel: Logger.Level = .info

  private let label: String
  private let sink: LogSink

  init(label: String, sink: LogSink = .standard) {
    self.label = label
    self.sink = sink
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var all = metadata
    for more in [metadataProvider?.get(), event.metadata] {
      if let more { all.merge(more) { _, later in later } }
    }
    let sorted = all.sorted { $0.key < $1.key }
    let remarks = sorted.map { " \($0.key)=\($0.value)" }.joined()
    let error = event.error.map { ": \($0)" } ?? ""
    let fields =
      [("SYSLOG_IDENTIFIER", "migrated"), ("MIGRATED_LOGGER", label)]
      + sorted.map { (Self.fieldName($0.key), "\($0.value)") }
    let entry = JournalEntry(
      message: "\(event.message)\(error)\(remarks)", priority: Self.priority(event.level), fields: fields)
    sink.write(entry, level: event.level)
  }

  /// `MIGRATED_` and the key in the journal's letters, at most 64 of them.
  static func fieldName(_ key: String) -> String {
    var name = "MIGRATED_"
    for byte in key.utf8.prefix(64 - name.utf8.count) {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): name.unicodeScalars.append(Unicode.Scalar(byte - 32))
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        name.unicodeScalars.append(Unicode.Scalar(byte))
      default: name += "_"
      }
    }
    return name
  }

  /// As syslog(3) has them.
  static func priority(_ level: Logger.Level) -> Int {
    switch level {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }
}
