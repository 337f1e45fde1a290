import MigrationControl

/// What a freeze, or its end, came to.
struct FreezeSheet: Sendable {
  let appearance: Appearance

  func frozen(_ reply: Call.Freeze.Reply) -> String {
    let first =
      "Frozen by \(reply.freeze.by.user) since \(appearance.moments.text(reply.freeze.at)): \(reply.freeze.reason)"
    guard !reply.halted.isEmpty else { return Wrapping.hanging("", first, appearance) + "Nothing was under way.\n" }
    return Wrapping.hanging("", first, appearance) + "Halted:\n"
      + RolloutTable(appearance: appearance).rows(reply.halted, indent: 2)
  }

  func lifted(_ reply: Call.Unfreeze.Reply) -> String {
    guard !reply.lifted.isEmpty else { return "No freeze was in force.\n" }
    return reply.lifted.map { notice in
      Wrapping.hanging(
        "", "Lifted: by \(notice.by.user) since \(appearance.moments.text(notice.at)): \(notice.reason)", appearance)
    }.joined()
  }
}
