import MigrationControl

/// How the daemon is.
struct StatusSheet: Sendable {
  let appearance: Appearance

  func text(_ status: Call.Status.Reply) -> String {
    let moments = appearance.moments
    var sheet = Sheet()
    switch status.state {
    case .serving: sheet.add("State", "serving", .good)
    case .refusing: sheet.add("State", "refusing: \(status.message ?? "the journal cannot be written")", .bad)
    }
    sheet.add("Since", "\(moments.both(status.startedAt)), process \(status.pid)")
    if let freeze = status.freeze {
      sheet.add("Freeze", "by \(freeze.by.user) since \(moments.both(freeze.at)): \(freeze.reason)", .warning)
    } else {
      sheet.add("Freeze", "none")
    }
    sheet.add("Migrations", Counting.grouped(status.migrations))
    sheet.add("Rollouts", shapes(status.rollouts))
    sheet.add("History", Counting.grouped(status.history) + (status.history == 1 ? " entry" : " entries"))
    var text =
      Tone.strong.paint("migrated \(SafeText.line(status.version))", appearance) + "\n" + sheet.text(appearance)
    if !status.active.isEmpty {
      text += "\n" + RolloutTable(appearance: appearance).rows(status.active, indent: 0)
    }
    return text
  }

  /// `2 planned, 1 halted`, in the order of the shapes; words this version does not know come last.
  private func shapes(_ counts: [String: Int]) -> String {
    let known = Wire.State.Shape.allCases.map(\.rawValue)
    let unknown = counts.keys.filter { !known.contains($0) }.sorted()
    let parts = (known + unknown).compactMap { shape in
      counts[shape].flatMap { $0 > 0 ? "\(Counting.grouped($0)) \(shape)" : nil }
    }
    return parts.isEmpty ? "none" : parts.joined(separator: ", ")
  }
}
