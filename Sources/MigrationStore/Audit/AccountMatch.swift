import MigrationPhases

/// Rows of one kind and one place, held against what the history says of them.
struct AccountMatch {
  /// For each row whether the history bears it out.
  private(set) var isBorneOut: [Bool]
  private(set) var strays: [Stray] = []
  /// Facts that an older version did not write into the history.
  private(set) var unsaid = 0

  private let kind: Stray.Kind
  private let place: String
  private let kept: [Account]
  private let told: [Account]
  private var loose: (kept: [Int], told: [Int])

  init(_ kind: Stray.Kind, at place: String, kept: [Account], told: [Account]) {
    self.kind = kind
    self.place = place
    self.kept = kept
    self.told = told
    isBorneOut = Array(repeating: false, count: kept.count)
    loose = (Array(kept.indices), Array(told.indices))
    pairEquals()
    guard !loose.kept.isEmpty || !loose.told.isEmpty else { return }
    // What was altered still has something in common with what it was.
    pair { "\($0.moment?.microseconds ?? 0) \($0.about)" }
    pair { $0.about }
    pair { "\($0.moment?.microseconds ?? 0)" }
    for index in loose.kept { add(kept[index], stored: kept[index].everything, recorded: nil) }
    for index in loose.told { add(told[index], stored: nil, recorded: told[index].everything) }
  }

  /// Rows and entries come in the same order; one that was put in or taken out shifts the others.
  private mutating func pairEquals() {
    var next = 0
    var left: [Int] = []
    var waiting: [Timestamp?: [Int]]?
    var taken: Set<Int> = []
    for index in kept.indices {
      if waiting == nil, next < told.count, takes(index, next) {
        next += 1
        continue
      }
      if waiting == nil {
        waiting = Dictionary(grouping: told.indices[next...]) { told[$0].moment }
      }
      let candidates = waiting?[kept[index].moment] ?? []
      if let found = candidates.first(where: { !taken.contains($0) && takes(index, $0) }) {
        taken.insert(found)
      } else {
        left.append(index)
      }
    }
    loose = (left, told.indices[next...].filter { !taken.contains($0) })
  }

  private mutating func takes(_ row: Int, _ entry: Int) -> Bool {
    let difference = kept[row].differences(from: told[entry])
    guard difference.stored.isEmpty else { return false }
    unsaid += difference.unsaid
    isBorneOut[row] = true
    return true
  }

  private mutating func pair(by key: (Account) -> String) {
    var entries = Dictionary(grouping: loose.told.reversed()) { key(told[$0]) }
    var left: [Int] = []
    var taken: Set<Int> = []
    for row in loose.kept {
      guard let entry = entries[key(kept[row])]?.popLast() else {
        left.append(row)
        continue
      }
      taken.insert(entry)
      let difference = kept[row].differences(from: told[entry])
      add(
        told[entry], stored: Account.inWords(difference.stored), recorded: Account.inWords(difference.recorded))
    }
    loose = (left, loose.told.filter { !taken.contains($0) })
  }

  private mutating func add(_ account: Account, stored: String?, recorded: String?) {
    strays.append(
      Stray(kind: kind, what: place + account.about.inBrief, stored: stored, recorded: recorded))
  }
}
