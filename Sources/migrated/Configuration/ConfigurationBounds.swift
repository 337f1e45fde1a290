/// How large a configuration may be.
enum ConfigurationBounds {
  /// The file, in bytes.
  static let file = 1 << 20
  static let environments = 16
  static let targets = 1_000
  static let groupsPerTarget = 32
  static let principals = 256
  static let checklistItems = 32
  static let findings = 200
  /// One text, in characters.
  static let text = 255
  /// What the address of a Unix socket holds, in bytes.
  static let socketPath = 107
  /// What Linux takes as a path, in bytes.
  static let path = 4_095
  static let messageSize = (64 << 10)...(64 << 20)
  static let connections = 1...4_096
  static let idle: ClosedRange<Duration> = .seconds(10) ... .seconds(86_400)
  static let minimumWait: ClosedRange<Duration> = .zero ... .seconds(10 * 365 * 86_400)
  static let validFor: ClosedRange<Duration> = .seconds(60) ... .seconds(365 * 86_400)
  static let approvals = 0...16
  static let lockTimeout: ClosedRange<Duration> = .milliseconds(10) ... .seconds(600)
  static let lockTries = 1...1_000
  /// A connection string, in characters.
  static let connection = 4_000
  static let queryTimeout: ClosedRange<Duration> = .seconds(1) ... .seconds(7 * 86_400)
  static let oldestTransaction: ClosedRange<Duration> = .seconds(1) ... .seconds(7 * 86_400)
  static let blockersAfter: ClosedRange<Duration> = .seconds(1) ... .seconds(7 * 86_400)
  static let blockerNames = 32
  static let scriptTimeout: ClosedRange<Duration> = .seconds(1) ... .seconds(7 * 86_400)
}
