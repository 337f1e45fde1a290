import MigrationPhases
import MigrationStore

extension Engine {
  /// Puts on record that a command was refused before it came to a rollout, and gives the error back, to be thrown.
  /// What the state or a gate refused is on record already.
  public func refusing(
    _ command: String, _ error: EngineError, migration: String?, target: String?, note: String? = nil,
    by actor: RecordedActor
  ) throws(EngineError) -> EngineError {
    guard let code = error.recordCode else { return error }
    try recordRefusal(
      ["command": command, "code": code, "why": error.recordedReason, "note": note], migration: migration,
      target: target,
      by: actor)
    return error
  }

  /// Puts on record that the caller lacks the role.
  public func refuse(
    _ command: String, needed role: String, migration: String?, target: String?, by actor: RecordedActor
  ) throws(EngineError) {
    try recordRefusal(
      ["command": command, "code": "notPermitted", "needed": role], migration: migration, target: target, by: actor)
  }

  /// One line in the history, with the names as they were asked for, unless the caller had too many within a minute.
  func recordRefusal(
    _ facts: [String: String?], migration: String?, target: String?, by actor: RecordedActor
  ) throws(EngineError) {
    try tellLeftOut()
    guard failure == nil, refusals.admits(actor, at: clock()) else { return }
    try decide { transaction in
      try transaction.append(
        at: try stamp(transaction), actor: actor, event: "refused", migration: migration?.asRecorded,
        target: target?.asRecorded, detail: HistoryDetail(facts.mapValues { $0?.asRecorded }))
    }
  }

  /// Puts on record how many refusals were left out in minutes that are over, or at a stop in those that go on.
  public func tellLeftOut(andOfThisMinute: Bool = false) throws(EngineError) {
    let now = clock()
    let leftOut = andOfThisMinute ? refusals.all() : refusals.over(at: now)
    if !leftOut.isEmpty {
      try decide { transaction in
        for line in leftOut {
          try transaction.append(
            at: try stamp(transaction), actor: line.actor, event: "refused",
            detail: HistoryDetail([
              "code": "leftOut", "leftOut": String(line.count), "since": line.since.inWords,
              "why": "more than \(RefusalBound.perMinute) refusals in a minute",
            ]))
        }
      }
    }
    if andOfThisMinute { refusals.forgetAll() } else { refusals.forget(overAt: now) }
  }
}

extension EngineError {
  /// A stable word for the record; nil where it is on record already, or cannot be.
  var recordCode: String? {
    switch self {
    case .noSuchMigration: "noSuchMigration"
    case .noSuchTarget: "noSuchTarget"
    case .ambiguousTarget: "ambiguousTarget"
    case .invalidPlan: "invalidPlan"
    case .invalidArgument: "invalidArgument"
    case .targetBusy: "targetBusy"
    case .target: "targetFailed"
    case .alreadyRegistered, .ownPlan, .refused, .gatesUnmet, .journal, .stopping: nil
    }
  }

  /// In words, where the names alone do not say it.
  fileprivate var recordedReason: String? {
    switch self {
    case .invalidArgument(let argument, let message): "\(argument): \(message)"
    case .invalidPlan(let findings): findings.first?.description
    case .targetBusy(_, let migration, let state):
      migration.map { "\($0) is \(state?.description ?? "under way")" } ?? "work is under way on it"
    case .target(_, let error): error.description
    case .noSuchMigration, .noSuchTarget, .ambiguousTarget, .alreadyRegistered, .ownPlan, .refused, .gatesUnmet,
      .journal, .stopping:
      nil
    }
  }
}

extension String {
  /// At most 200 characters, so that nobody fills the record with a name.
  fileprivate var asRecorded: String {
    let scalars = unicodeScalars.prefix(201)
    return scalars.count > 200 ? String(String.UnicodeScalarView(scalars.prefix(199))) + "…" : self
  }
}
