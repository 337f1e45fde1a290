import MigrationPhases
import MigrationStore

/// What every line about one rollout has in common.
struct HistoryLine {
  var at: Timestamp
  var actor: RecordedActor
  var rollout: RolloutRecord

  /// A line that records no change of state.
  func append(
    _ event: String, _ facts: [String: String?], phase: Phase? = nil, to transaction: JournalTransaction
  ) throws {
    try transaction.append(
      at: at, actor: actor, event: event, migration: rollout.migration, target: rollout.target,
      phase: phase ?? rollout.state.activity?.phase, from: nil, to: nil, detail: canonicalDetail(facts))
  }

  /// A line that records the change to `next`.
  func append(
    _ event: String, _ facts: [String: String?], to next: RolloutState, in transaction: JournalTransaction
  ) throws {
    try transaction.append(
      at: at, actor: actor, event: event, migration: rollout.migration, target: rollout.target,
      phase: next.activity?.phase ?? rollout.state.activity?.phase, from: rollout.state.description,
      to: next.description, detail: canonicalDetail(facts))
  }
}

/// A flat JSON object with sorted keys and no blanks; facts that are nil are left out.
func canonicalDetail(_ facts: [String: String?]) -> String {
  let members = facts.sorted { $0.key < $1.key }.compactMap { key, value in
    value.map { "\(quotedJSON(key)):\(quotedJSON($0))" }
  }
  return "{" + members.joined(separator: ",") + "}"
}

private func quotedJSON(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": out += "\\\""
    case "\\": out += "\\\\"
    case "\n": out += "\\n"
    case "\r": out += "\\r"
    case "\t": out += "\\t"
    case _ where scalar.value < 0x20:
      let hex = String(scalar.value, radix: 16)
      out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out + "\""
}
