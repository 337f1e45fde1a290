import MigrationControl

/// Claims and consents that were just given, one a line.
struct ClaimLines: Sendable {
  let appearance: Appearance

  func text(_ claims: [Wire.SignOffClaim]) -> String {
    claims.map { claim in
      SafeText.line("\(claim.migration) on \(claim.target): \(claim.item) signed off by \(claim.by.user)")
        + until(claim.expiresAt) + "\n"
    }.joined()
  }

  func text(_ approval: Wire.Approval) -> String {
    SafeText.line(
      "\(approval.migration) on \(approval.target): \(approval.phase.rawValue) approved by \(approval.by.user)")
      + until(approval.expiresAt) + ", for digest \(approval.digest.prefix(12))\n"
  }

  private func until(_ at: Int?) -> String { at.map { " until \(appearance.moments.text($0))" } ?? "" }
}
