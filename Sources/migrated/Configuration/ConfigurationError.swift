import MigrationPhases

/// Why there is no configuration.
enum ConfigurationError: Error, Sendable, Hashable {
  /// Everything that is wrong with it, and its warnings, in the file's order. At least one is an error.
  case findings([Finding])
  /// There is no file, or it cannot be read.
  case unreadable(path: String, reason: String, hint: String?)

  /// As findings, whichever it is.
  var findings: [Finding] {
    switch self {
    case .findings(let findings): findings
    case .unreadable(let path, let reason, let hint):
      [Finding(file: path, rule: "unreadable", message: reason, hint: hint)]
    }
  }
}

extension ConfigurationError: CustomStringConvertible {
  var description: String { findings.map(\.description).joined(separator: "\n") }
}
