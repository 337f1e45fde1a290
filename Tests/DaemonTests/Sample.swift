import MigrationPhases
import Testing

@testable import migrated

/// Configurations for tests that are about one thing in them.
enum Sample {
  static let path = "/etc/migrated/migrated.yaml"

  static func read(_ text: String) throws -> Configuration { try Configuration.read(text, from: path) }

  /// Roles that any host can resolve, so that no warning is about them.
  static let roles = """
    roles:
      auditor: { groups: [] }
      operator: { users: [], groups: ["4201"] }
      approver: { users: ["4301", "4302"] }

    """

  /// What is wrong with it; empty where nothing is.
  static func findings(_ text: String) -> [Finding] {
    do throws(ConfigurationError) { return try Configuration.read(text, from: path).warnings } catch {
      return error.findings
    }
  }

  /// `line:column: severity: message [rule]`, and the hint, of everything wrong with it.
  static func complaints(_ text: String) -> [String] {
    findings(text).map { finding in
      let text = finding.description
      let place = finding.line == nil ? "\(path): " : "\(path):"
      return text.hasPrefix(place) ? String(text.dropFirst(place.count)) : text
    }
  }

  /// Without the warnings about names that this host happens not to have by default.
  static func errors(_ text: String) -> [String] {
    zip(findings(text), complaints(text)).filter { $0.0.severity == .error }.map(\.1)
  }

  static func warnings(_ text: String) -> [String] {
    zip(findings(text), complaints(text)).filter { $0.0.severity == .warning }.map(\.1)
  }
}
