import MigrationControl
import MigrationPhases

/// The gates of a phase: what is missing first, with everything that helps to get it, then what holds.
struct GateSheet: Sendable {
  let appearance: Appearance

  /// For a refusal: the gates with a first line that says so.
  func unmet(phase: Phase, migration: String, target: String, gates: [Wire.Gate]) -> String {
    let missing = gates.filter { !$0.holds }.count
    return FailureText(appearance: appearance).message([
      "\(phase.rawValue) of \(migration) on \(target) cannot start: "
        + "\(missing) of \(Counting.of(gates.count, "gate")) \(missing == 1 ? "does" : "do") not hold."
    ]) + "\n" + list(gates, migration: migration, target: target)
  }

  /// For `why`: the same gates, and what they come to.
  func why(_ reply: Call.Why.Reply) -> String {
    let words = RolloutWords(reply.rollout, appearance)
    if let refusal = reply.refusal {
      return Wrapping.hanging("", "\(words.name) cannot advance: \(refusal).", appearance, .strong)
        + Wrapping.hanging("", "The rollout is \(reply.rollout.state.text).", appearance)
    }
    guard let phase = reply.phase else { return "\(words.name) is \(reply.rollout.state.text).\n" }
    let missing = reply.gates.filter { !$0.holds }.count
    let first =
      missing == 0
      ? "\(phase.rawValue) of \(words.name) can start: all \(Counting.of(reply.gates.count, "gate")) hold."
      : "\(phase.rawValue) of \(words.name) cannot start: "
        + "\(missing) of \(Counting.of(reply.gates.count, "gate")) \(missing == 1 ? "does" : "do") not hold."
    let last = missing == 0 ? "\nStart it: migratectl advance \(words.arguments)\n" : ""
    return Wrapping.hanging("", first, appearance, .strong) + "\n"
      + list(reply.gates, migration: reply.rollout.migration, target: reply.rollout.target) + last
  }

  /// What is missing first; otherwise in the daemon's order.
  func list(_ gates: [Wire.Gate], migration: String, target: String) -> String {
    let missing = gates.filter { !$0.holds }
    var result = ""
    for gate in missing {
      let head = appearance.hasGlyphs ? "✗ " : "NO  "
      result += painted(head, .bad, gate.message)
      result += facts(gate, migration: migration, target: target, margin: TextWidth.of(head))
    }
    for gate in gates where gate.holds {
      let value = gate.value.map { " (\(SafeText.line($0)))" } ?? ""
      result += painted(appearance.hasGlyphs ? "✓ " : "ok  ", .good, gate.message + value)
    }
    return result
  }

  private func facts(_ gate: Wire.Gate, migration: String, target: String, margin: Int) -> String {
    var sheet = Sheet(margin: margin + 6)
    switch (gate.value, gate.threshold) {
    case (let value?, let threshold?): sheet.add("found", "\(value), wanted \(threshold)")
    case (let value?, nil): sheet.add("found", value)
    case (nil, let threshold?): sheet.add("wanted", threshold)
    case (nil, nil): break
    }
    sheet.add("since", gate.since.map { appearance.moments.both($0) })
    sheet.add("do", gate.remedy.map { filled($0, migration: migration, target: target) })
    sheet.add("who", gate.who)
    return sheet.text(appearance)
  }

  /// Remedies are commands with MIGRATION in the place of the name: made ready to be copied.
  private func filled(_ remedy: String, migration: String, target: String) -> String {
    let words = remedy.split(separator: " ", omittingEmptySubsequences: false)
    return words.map { $0 == "MIGRATION" ? "\(migration) -t \(target)" : String($0) }.joined(separator: " ")
  }

  private func painted(_ head: String, _ tone: Tone, _ text: String) -> String {
    tone.paint(head, appearance) + Wrapping.hanging(head, text, appearance).dropFirst(head.count)
  }
}
