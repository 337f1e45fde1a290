import MigrationPhases

/// Why there is no plan.
public enum PlanError: Error, Sendable, Hashable {
  /// Everything that is wrong with it; never empty.
  case findings([Finding])
  /// The folder itself cannot be read.
  case unreadable(folder: String, reason: String)
  /// The bytes are not an encoded plan.
  case notAPlan(String)
}

extension PlanError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .findings(let findings): findings.map(\.description).joined(separator: "\n")
    case .unreadable(let folder, let reason): "\(folder): \(reason)"
    case .notAPlan(let reason): "these bytes are not an encoded plan: \(reason)"
    }
  }
}
