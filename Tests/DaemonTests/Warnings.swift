/// The rules that only warn.
enum Warnings {
  static let rules = [
    "unknown-user", "unknown-group", "no-targets", "no-file", "no-policy", "no-rehearsal", "no-approver", "no-admin",
    "own-role",
  ]
}
