import MigrationControl

/// A plan that became a migration.
struct RegisteredSheet: Sendable {
  let appearance: Appearance

  func text(_ reply: Call.Register.Reply) -> String {
    var sheet = Sheet()
    sheet.add("Digest", reply.migration.digest)
    sheet.add("Targets", reply.rollouts.map { "\($0.target) (\($0.environment))" }.joined(separator: ", "))
    return Tone.strong.paint("Registered \(SafeText.line(reply.migration.name))", appearance) + "\n"
      + sheet.text(appearance)
  }

  /// For standard error.
  func next(_ reply: Call.Register.Reply) -> String {
    guard let first = reply.rollouts.first else { return "" }
    let words = RolloutWords(first, appearance)
    return """
      Next: see what expand still needs, sign off, and start it where it comes first:
        migratectl why \(words.arguments)
        migratectl sign-off \(SafeText.line(first.migration)) ITEM --evidence TEXT
        migratectl advance \(words.arguments)

      """
  }
}
