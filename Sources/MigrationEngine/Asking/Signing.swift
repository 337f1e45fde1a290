import MigrationPhases
import MigrationStore

extension Engine {
  /// How long a claim may count that says so itself; ten years.
  static let spans = Duration.seconds(1)...Duration.seconds(3_652 * 86_400)

  /// Records a claim on a checklist item: on one rollout, or without `target` on every rollout of the migration that has
  /// not ended.
  public func signOff(
    _ item: String, migration: String, target: String?, evidence: String, expiresIn: Duration?, by actor: RecordedActor
  ) throws(EngineError) -> [(record: SignOffRecord, rollout: RolloutRecord)] {
    do {
      return try signedOff(
        item, migration: migration, target: target, evidence: evidence.trimmed, expiresIn: expiresIn, by: actor)
    } catch { throw try refusing("sign-off", error, migration: migration, target: target, by: actor) }
  }

  private func signedOff(
    _ item: String, migration: String, target: String?, evidence: String, expiresIn: Duration?, by actor: RecordedActor
  ) throws(EngineError) -> [(record: SignOffRecord, rollout: RolloutRecord)] {
    guard !isStopping else { throw .stopping }
    guard evidence.saysSomething else {
      throw .invalidArgument(
        "evidence", message: "say what was done and where to see it; an empty claim does not count")
    }
    if let expiresIn, !Self.spans.contains(expiresIn) {
      throw .invalidArgument(
        "expiresIn", message: "found \(expiresIn.inWords), expected 1s to 10 years (\(Self.spans.upperBound.inWords))")
    }
    enum Answer {
      case given([(record: SignOffRecord, rollout: RolloutRecord)])
      case ended(RolloutState)
    }
    let answer: Answer = try decide { transaction in
      let meant = try rollouts(of: migration, target: target, in: transaction)
      try require(item, onAChecklistOf: meant)
      let at = try stamp(transaction)
      let open = meant.filter { !$0.state.isFinal }
      if open.isEmpty, let first = meant.first {
        for rollout in meant {
          try HistoryLine(at: at, actor: actor, rollout: rollout).append(
            "refused",
            ["command": "sign-off", "code": Refusal.ended(rollout.state).code, "item": item, "note": evidence],
            to: transaction)
        }
        return .ended(first.state)
      }
      let given = try open.map { rollout in
        let record = try transaction.addSignOff(
          rolloutID: rollout.id, item: item, evidence: evidence, by: actor, at: at, expiresAt: expiresIn.map { at + $0 }
        )
        try HistoryLine(at: at, actor: actor, rollout: rollout).append(
          "signedOff",
          [
            "item": item, "evidence": evidence, "expiresAt": record.expiresAt.map { $0.inWords },
            "expires": record.expiresAt.exactly,
          ], to: transaction)
        return (record: record, rollout: rollout)
      }
      return .given(given)
    }
    changes.changed()
    switch answer {
    case .given(let signOffs): return signOffs
    case .ended(let state): throw .refused(.ended(state), state)
    }
  }

  private func rollouts(
    of migration: String, target: String?, in transaction: JournalTransaction
  ) throws -> [RolloutRecord] {
    let found = try Self.migration(named: migration, in: transaction)
    let all = try transaction.rollouts(ofMigration: found.name)
    let meant = all.filter { target == nil || $0.target == target }
    if let target, meant.isEmpty { throw EngineError.noSuchTarget(target, known: all.map(\.target)) }
    return meant
  }

  private func require(_ item: String, onAChecklistOf rollouts: [RolloutRecord]) throws(EngineError) {
    let items = rollouts.flatMap { (topology.policy(of: $0.environment)?.checklist ?? [:]).values.joined() }
    let known = Set(items.map(\.name)).union(Policy.usualChecklist)
    guard known.contains(item) else {
      throw .invalidArgument(
        "item", message: "'\(item)' is on no checklist; items: \(known.sorted().joined(separator: ", "))")
    }
  }
}

extension Timestamp? {
  /// For comparing what was recorded with what is stored: microseconds since 1970-01-01T00:00:00Z, or `never`.
  var exactly: String { map { String($0.microseconds) } ?? "never" }
}

extension String {
  /// Has a letter or a digit in it.
  var saysSomething: Bool { unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil } }

  /// Without blanks at either end.
  var trimmed: String {
    var view = self[...]
    while let first = view.first, first.isWhitespace { view = view.dropFirst() }
    while let last = view.last, last.isWhitespace { view = view.dropLast() }
    return String(view)
  }
}
