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

  func text(_ reply: Call.Approve.Reply) -> String {
    let approval = reply.approval
    let head = "\(approval.migration) on \(approval.target): \(approval.phase.rawValue) approved by \(approval.by.user)"
    let tail = "\(until(approval.expiresAt)), for digest \(approval.digest.prefix(12))"
    guard reply.already == true else { return SafeText.line(head) + tail + "\n" }
    return SafeText.line(head) + " since \(appearance.moments.text(approval.at))" + tail
      + "; it was on record already, nothing was added\n"
  }

  private func until(_ at: Int?) -> String { at.map { " until \(appearance.moments.text($0))" } ?? "" }
}
