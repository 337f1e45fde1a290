import MigrationControl

/// What a target was taken over with.
struct AdoptionSheet: Sendable {
  let appearance: Appearance

  func text(_ reply: Call.Adopt.Reply) -> String {
    let lines = [
      "\(reply.target) has the ledger \(reply.ledger) from now on.",
      reply.before.map { "On record before: \($0)." } ?? "None was on record before.",
      found(reply),
      "\(Counting.of(reply.entries, "step")) in it \(reply.entries == 1 ? "stands" : "stand"); "
        + "schema version \(reply.currentVersion), oldest supported \(reply.oldestSupported).",
    ]
    return lines.map { Wrapping.hanging("", $0, appearance) }.joined()
  }

  private func found(_ reply: Call.Adopt.Reply) -> String {
    guard let found = reply.found else { return "The database had none." }
    let owner = reply.alsoOf.map { ", which is on record for \($0)" } ?? ""
    return "The database had \(found)\(owner)."
  }
}
