import MigrationControl

/// Whether the record is as it was written.
struct AuditSheet: Sendable {
  let appearance: Appearance

  func text(_ reply: Call.VerifyHistory.Reply) -> String {
    let entries = Counting.grouped(reply.entries) + (reply.entries == 1 ? " entry" : " entries")
    guard reply.intact else {
      let place = reply.firstBad.map { " at entry \($0)" } ?? ""
      let what = reply.message.map { ": \($0)" } ?? ""
      return Wrapping.hanging("", "ALTERED\(place)\(what)", appearance, .bad)
        + Wrapping.hanging(
          "",
          "\(entries) were read. From that entry on nothing in the record can be trusted. Keep the journal as it is, "
            + "and compare it with a backup and with the hashes you noted elsewhere.", appearance)
    }
    let head = reply.headHash.map { "\nnewest hash \($0)\n" } ?? "\n"
    return Tone.good.paint("intact", appearance) + ": \(entries), each as it was written" + head
  }
}
