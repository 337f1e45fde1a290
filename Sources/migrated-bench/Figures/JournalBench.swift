import MigrationPhases
import MigrationStore

/// Durable decisions against bare commits of the same rows.
struct JournalBench: Bench {
  let names = ["journal-decisions-vs-bare-commits"]

  private static let rounds = 40
  private static let commits = 50

  func measure(in place: Workplace) throws -> Report {
    let folder = try place.subfolder("journal")
    let journal = try Journal.open(at: "\(folder)/journal.sqlite")
    defer { journal.close() }
    let rollout = try journal.decide { transaction in try SampleJournal.insertMigration(1, in: transaction) }
    try journal.decide { transaction in
      try transaction.setState(ofRollout: rollout.id, to: .queued(.phase(.expand)), at: SampleJournal.moment(1))
    }
    let bare = try BareJournal(at: "\(folder)/bare.sqlite")
    var ratios: [Double] = []
    var ours: [Double] = []
    var theirs: [Double] = []
    for round in 0...Self.rounds {
      let writtenBefore = DiskCount.written()
      let bareSeconds = try Stopwatch.seconds { for _ in 0..<Self.commits { try bare.change() } }
      let writtenBetween = DiskCount.written()
      let decided = try Stopwatch.seconds { for _ in 0..<Self.commits { try Self.decide(rollout.id, journal) } }
      let writtenAfter = DiskCount.written()
      guard round > 0 else { continue }  // the first one warms up
      ratios.append(bareSeconds / decided)
      ours.append(Double(Self.commits) / decided)
      theirs.append(Double(Self.commits) / bareSeconds)
      if round == Self.rounds {
        let sizes = [writtenBetween - writtenBefore, writtenAfter - writtenBetween].map { $0 / 1_024 / Self.commits }
        let figure = Figure(names[0], try Spread(ratios), .atLeast(0.5))
        return Report(
          figures: [figure],
          notes: [
            "decisions a second: \(try Spread(ours).words); KiB to disk each: \(sizes[1])",
            "bare commits a second: \(try Spread(theirs).words); KiB to disk each: \(sizes[0])",
          ])
      }
    }
    throw BenchError("no round was measured")
  }

  /// What the engine does with a command that no gate stands before.
  private static func decide(_ id: Int64, _ journal: Journal) throws {
    try journal.decide { transaction in
      guard let rollout = try transaction.rollout(id: id) else { throw BenchError("the rollout is gone") }
      let now = SampleJournal.moment(2)
      let at = max(now, try transaction.highWater() ?? now)
      let command: Command = rollout.state.shape == .paused ? .resume : .pause
      let next = try rollout.state.after(command)
      try transaction.setState(ofRollout: id, to: next, at: at)
      try transaction.append(
        at: at, actor: SampleJournal.actor, event: "commanded", migration: rollout.migration, target: rollout.target,
        phase: .expand, from: rollout.state, to: next, detail: ["command": .text(command.description)])
    }
  }
}
