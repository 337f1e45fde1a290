import MigrationControl

/// How the daemon is.
struct StatusSheet: Sendable {
  let appearance: Appearance

  func text(_ status: Call.Status.Reply) -> String {
    let moments = appearance.moments
    var sheet = Sheet()
    let (state, tone) = state(status)
    sheet.add("State", state, tone)
    sheet.add("Since", "\(moments.both(status.startedAt)), process \(status.pid)")
    if let freeze = status.freeze {
      sheet.add("Freeze", "by \(freeze.by.user) since \(moments.both(freeze.at)): \(freeze.reason)", .warning)
    } else {
      sheet.add("Freeze", "none")
    }
    sheet.add("Migrations", Counting.grouped(status.migrations))
    sheet.add("Rollouts", shapes(status.rollouts))
    let entries = Counting.grouped(status.history) + (status.history == 1 ? " entry" : " entries")
    sheet.add("History", entries + (status.record.map(verified) ?? ""))
    var text =
      Tone.strong.paint("migrated \(SafeText.line(status.version))", appearance) + "\n" + sheet.text(appearance)
    if !status.active.isEmpty {
      text += "\n" + RolloutTable(appearance: appearance).rows(status.active, indent: 0)
    }
    return text
  }

  private func state(_ status: Call.Status.Reply) -> (String, Tone) {
    switch (status.state, status.record?.state) {
    case (.refusing, _): ("refusing: \(status.message ?? "the journal cannot be written")", .bad)
    case (.serving, nil), (.serving, .underWay?), (.serving, .intact?): ("serving", .good)
    case (.serving, .altered?):
      ("serving, but the record was altered: \(status.record?.message ?? ""); see all: migratectl audit verify", .bad)
    case (.serving, .unknown?):
      (
        "serving, but the record could not be verified: \(status.record?.message ?? ""); try: migratectl audit verify",
        .bad
      )
    }
  }

  private func verified(_ record: Wire.Verification) -> String {
    let at = record.at.map { appearance.moments.both($0) } ?? "an unknown time"
    switch record.state {
    case .underWay: return ", being verified"
    case .intact: return ", intact at \(at)"
    case .altered: return ", ALTERED, found at \(at)"
    case .unknown: return ", not verified"
    }
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
