import MigrationControl

/// Whether the record is as it was written.
struct AuditSheet: Sendable {
  let appearance: Appearance

  func text(_ reply: Call.VerifyHistory.Reply) -> String {
    let entries = Counting.grouped(reply.entries) + (reply.entries == 1 ? " entry" : " entries")
    let records = Counting.grouped(reply.records) + (reply.records == 1 ? " record" : " records")
    guard reply.intact else { return altered(reply, "\(entries) and \(records) were read.") }
    let head = reply.headHash.map { "\nnewest hash \($0)\n" } ?? "\n"
    return Tone.good.paint("intact", appearance) + ": \(entries), each as it was written; \(records), each as they say"
      + unsaid(reply) + head
  }

  private func altered(_ reply: Call.VerifyHistory.Reply, _ read: String) -> String {
    var text = ""
    if let seq = reply.firstBad {
      let what = reply.message.map { ": \($0)" } ?? ""
      text += Wrapping.hanging("", "ALTERED at entry \(seq)\(what)", appearance, .bad)
    }
    if reply.strayCount > 0 {
      let count = Counting.grouped(reply.strayCount) + (reply.strayCount == 1 ? " record is" : " records are")
      text += Wrapping.hanging("", "ALTERED: \(count) not as the history says", appearance, .bad)
    }
    for stray in reply.strays { text += Wrapping.hanging("  ", line(stray), appearance) }
    let more = reply.strayCount - reply.strays.count
    if more > 0 { text += "  and \(Counting.grouped(more)) more\n" }
    let trust =
      reply.firstBad == nil
      ? "Decisions go by the history: what it does not bear out does not count."
      : "From that entry on nothing in the record can be trusted."
    return text
      + Wrapping.hanging(
        "",
        "\(read)\(unsaid(reply)) \(trust) Keep the journal as it is, and compare it with a backup and with the hashes "
          + "you noted elsewhere.", appearance)
  }

  private func line(_ stray: Wire.Stray) -> String {
    switch (stray.stored, stray.recorded) {
    case (let stored?, let recorded?): "\(stray.what): stored is \(stored); the history says \(recorded)"
    case (let stored?, nil): "\(stray.what): stored is \(stored); the history has no entry of it"
    case (nil, let recorded?): "\(stray.what): nothing is stored; the history says \(recorded)"
    case (nil, nil): stray.what
    }
  }

  private func unsaid(_ reply: Call.VerifyHistory.Reply) -> String {
    guard reply.unsaid > 0 else { return "" }
    let facts = Counting.grouped(reply.unsaid) + (reply.unsaid == 1 ? " fact" : " facts")
    return " (\(facts) could not be compared: an older version did not write them into the history)"
  }
}
