import MigrationPhases

/// What is said of a plan that does not fit into one message.
struct PlanTooLargeText: Sendable {
  /// Files that are named.
  private static let named = 3

  let appearance: Appearance

  func text(_ plan: PlanTooLarge) -> String {
    let first =
      "\(plan.folder) is too large: it makes a message of \(size(plan.size)), and the daemon takes "
      + "\(size(plan.bound)) at most (limits.messageSize). Nothing was kept."
    var text = FailureText(appearance: appearance).message([first])
    text += plan.files.count > Self.named ? "Its largest files:\n" : "Its files:\n"
    let shown = plan.files.prefix(Self.named).map { (bytes: Counting.bytes($0.bytes), path: $0.path) }
    let width = shown.reduce(0) { max($0, TextWidth.of($1.bytes)) }
    for file in shown {
      let fill = TextWidth.blanks(width - TextWidth.of(file.bytes))
      text += "  \(fill)\(file.bytes)  \(SafeText.line(FindingSheet.path(plan.folder, file.path)))\n"
    }
    return text + Wrapping.hanging("", remedy(plan), appearance)
  }

  /// Where no daemon was asked.
  func warning(_ plan: PlanTooLarge) -> Finding {
    Finding(
      severity: .warning, file: plan.files.first?.path ?? "migration.yaml", rule: "too-large",
      message: "the plan makes a message of \(size(plan.size)), and a daemon takes \(size(plan.bound)) at most, where "
        + "its limits.messageSize says nothing else; this is its largest file",
      hint: remedy(plan))
  }

  private func remedy(_ plan: PlanTooLarge) -> String {
    guard let wanted = plan.wanted else {
      return "No daemon takes as much: take out what is no part of the change, or make several plans of it."
    }
    return "Take out what is no part of the change, or set limits: { messageSize: \(wanted) } in "
      + "the daemon's configuration, and then: systemctl restart migrated.service"
  }

  /// `1.2 MiB (1,258,291 bytes)`
  private func size(_ bytes: Int) -> String { "\(Counting.bytes(bytes)) (\(Counting.grouped(bytes)) bytes)" }
}
