/// What a caller may do. No role has anything of another one in it, but whoever holds any of them may read, and so is an
/// auditor too. Without a role nothing is allowed.
enum Role: String, CaseIterable, Sendable, Hashable {
  /// Reads.
  case auditor
  /// Registers, signs off and carries migrations forward and back.
  case `operator`
  /// Consents to a phase.
  case approver
  /// Freezes, unfreezes, reloads and adopts databases.
  case admin
}
