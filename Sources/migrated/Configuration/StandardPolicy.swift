import MigrationPhases

/// What an environment asks for where its policy does not say.
enum StandardPolicy {
  /// The environment that is strict without being told to.
  static let strictEnvironment = "production"

  static let approvalValidFor: Duration = .seconds(7 * 86_400)

  static func of(_ environment: String) -> Policy {
    guard environment == strictEnvironment else {
      return Policy(minimumWait: .zero, checklist: [:], approvals: [:], approvalValidFor: approvalValidFor)
    }
    let expand = Policy.usualChecklist.map { Policy.ChecklistItem(name: $0, validFor: nil) }
    let contract = [Policy.ChecklistItem(name: "backup", validFor: .seconds(86_400))]
    return Policy(
      minimumWait: .seconds(14 * 86_400), checklist: [.expand: expand, .contract: contract],
      approvals: [.contract: 1], approvalValidFor: approvalValidFor)
  }
}
