import MigrationPhases

/// What one side, a row or the history, says of one thing on record.
struct Account: Sendable {
  enum Value: Sendable, Hashable {
    case text(String)
    case number(Int64)
    case moment(Timestamp)
    /// Said to be absent: it never expires, it was not lifted.
    case nothing
    /// Not said: an older version did not write it down.
    case unsaid
  }

  struct Fact: Sendable {
    var name: String
    var value: Value

    init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// What it is about, the same on both sides: `approval of contract`.
  var about: String
  /// When it came on record; nil where it has no moment of its own.
  var moment: Timestamp?
  /// The same names in the same order on both sides.
  var facts: [Fact]

  /// The facts that are not the same, as each side has them, and how many cannot be compared.
  func differences(from told: Account) -> (stored: [Fact], recorded: [Fact], unsaid: Int) {
    var found: (stored: [Fact], recorded: [Fact], unsaid: Int) = ([], [], 0)
    if about != told.about {
      found.stored.append(Fact("", .text(about)))
      found.recorded.append(Fact("", .text(told.about)))
    }
    if moment != told.moment {
      found.stored.append(Fact("at", moment.map { .moment($0) } ?? .nothing))
      found.recorded.append(Fact("at", told.moment.map { .moment($0) } ?? .nothing))
    }
    for (mine, other) in zip(facts, told.facts) where !mine.value.agrees(with: other.value) {
      if mine.value == .unsaid || other.value == .unsaid {
        found.unsaid += 1
      } else {
        found.stored.append(mine)
        found.recorded.append(other)
      }
    }
    return found
  }

  /// Everything that it says, for where the other side says nothing.
  var everything: String {
    let at = moment.map { [Fact("at", .moment($0))] } ?? []
    return Self.inWords(at + facts.filter { $0.value != .unsaid && $0.value != .nothing })
  }

  static func inWords(_ facts: [Fact]) -> String {
    facts.map { $0.name.isEmpty ? $0.value.inWords : "\($0.name) \($0.value.inWords)" }.joined(separator: ", ")
  }
}

extension Account.Value {
  init(_ text: String?) { self = text.map { .text($0) } ?? .nothing }
  init(_ moment: Timestamp?) { self = moment.map { .moment($0) } ?? .nothing }

  /// Whether they say the same, where one of them may say a moment in words only.
  func agrees(with told: Account.Value) -> Bool {
    if case (.moment(let moment), .text(let words)) = (self, told) { return moment.inWords == words }
    return self == told
  }

  /// Who did it, as far as decisions go by it.
  init(_ actor: RecordedActor) {
    self = .text("\(actor.user) (uid \(actor.uid)), process \(actor.pid), \(actor.verb)")
  }

  /// Bounded and on one line: it may have been written by anybody.
  var inWords: String {
    switch self {
    case .text(let text): text.inBrief
    case .number(let number): String(number)
    case .moment(let moment): moment.exactly
    case .nothing: "never"
    case .unsaid: "unknown"
    }
  }
}

extension Timestamp {
  /// In words, with the part of a second where there is one: two moments that differ read differently.
  fileprivate var exactly: String {
    let rest = microseconds % 1_000_000
    guard rest != 0 else { return inWords }
    let digits = String(rest < 0 ? rest + 1_000_000 : rest)
    return inWords.dropLast() + "." + String(repeating: "0", count: 6 - digits.count) + digits + "Z"
  }
}

extension String {
  /// At most 200 characters, without any that control a terminal.
  var inBrief: String {
    var brief = ""
    for scalar in unicodeScalars.prefix(200) {
      brief.unicodeScalars.append(scalar.properties.generalCategory.isPrinted ? scalar : "\u{FFFD}")
    }
    return unicodeScalars.count > 200 ? brief + "…" : brief
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isPrinted: Bool {
    switch self {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
