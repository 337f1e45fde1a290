import MigrationPhases

/// A script that cannot be taken apart.
public struct LintFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// Never empty.
  public let findings: [Finding]

  public var description: String { findings.map(\.description).joined(separator: "\n") }
}
