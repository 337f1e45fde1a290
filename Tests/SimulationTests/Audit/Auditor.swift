import GRDB
import MigrationPhases
import MigrationStore

/// Follows the history and the databases, and holds both against what is promised. Asks the engine nothing.
struct Auditor {
  struct Run: Sendable {
    var words: Int
  }

  let setting: SimulatedSetting
  let clock: SimulatedClock
  private(set) var violation: Violation?
  var rollouts: [RolloutKey: FoldedRollout] = [:]
  /// The digest and the uid of who registered it.
  var registered: [String: UInt32] = [:]
  var isFrozen = false
  /// Until when a sign-off counts by the wish of who gave it, by its mark.
  var wishes: [Int: Duration] = [:]
  var lastSeq: Int64 = 0
  var lastHash = ""
  private(set) var seen: Set<Int> = []
  private(set) var accepted: Set<Int> = []
  private(set) var dropped = 0
  /// Rollouts whose application runs the new release, as it really is.
  var deployed: Set<RolloutKey> = []
  var runs: [RolloutKey: [String: Run]] = [:]
  var running: [String: Int] = [:]

  init(setting: SimulatedSetting, clock: SimulatedClock) {
    self.setting = setting
    self.clock = clock
  }

  /// Only the first is kept: what comes after it may be its consequence.
  mutating func violate(_ invariant: Invariant, _ what: String) {
    if violation == nil { violation = Violation(invariant: invariant, what: what) }
  }

  mutating func accept(_ mark: Int) { if !seen.contains(mark) { accepted.insert(mark) } }

  mutating func countDropped() { dropped += 1 }

  mutating func note(_ marks: [Int]) { seen.formUnion(marks) }

  /// Everything that came to the history since the last call. Reads the tables itself.
  mutating func follow(_ database: Database, parts: (RolloutKey) -> SimulatedDatabase.Part) throws {
    let entries = try AuditedEntry.all(from: lastSeq, in: database)
    if lastSeq > 0, entries.first.map({ $0.seq == lastSeq && $0.hash == lastHash }) != true {
      return violate(.lost, "entry \(lastSeq), which was there, is gone or another one")
    }
    for (index, entry) in entries.enumerated() where entry.seq > lastSeq {
      fold(entry, next: index + 1 < entries.count ? entries[index + 1] : nil, parts: parts)
    }
    if let mark = accepted.subtracting(seen).min() {
      violate(.lost, "what was answered as accepted under #\(mark)# is not on record")
    }
    guard let last = entries.last, last.seq > lastSeq else { return }
    lastSeq = last.seq
    lastHash = last.hash
  }

  /// Every stored rollout against what the history made of it.
  mutating func compare(_ stored: [RolloutRecord]) {
    var busy: [String: Int] = [:]
    for record in stored {
      let key = RolloutKey(migration: record.migration, target: record.target)
      guard let folded = rollouts[key] else {
        violate(.folding, "\(key) is stored and its history does not begin")
        continue
      }
      if record.state != folded.state {
        violate(.folding, "\(key) is stored as \(record.state), its history leads to \(folded.state)")
      }
      if record.attempts != folded.attempts {
        violate(.folding, "\(key) has \(record.attempts) attempts stored, \(folded.attempts) in its history")
      }
      if record.completedAt != folded.complete.mapValues(\.at) {
        violate(.folding, "\(key) has other phases complete than its history says")
      }
      if record.state.shape == .running { busy[record.target, default: 0] += 1 }
    }
    if stored.count != rollouts.count { violate(.folding, "the history has rollouts that are not stored") }
    for (target, count) in busy where count > 1 { violate(.oneActivity, "\(count) rollouts are running on \(target)") }
  }
}
