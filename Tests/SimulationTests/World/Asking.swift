import MigrationPhases

@testable import MigrationEngine

/// What people ask of the daemon. Every answer that reaches them is remembered.
extension SimulatedWorld {
  func register(_ plan: SimulatedPlan, by person: Person) async {
    await ask("\(person) registers \(plan.name)", mark: nil) { [engine] () async throws(EngineError) -> Void in
      _ = try await engine.register(plan.files, by: person.actor("register"))
    }
  }

  func command(_ command: Command, _ key: RolloutKey, by person: Person) async {
    let mark = nextMark()
    await ask("\(person): \(command) \(key) #\(mark)#", mark: mark) { [engine] () async throws(EngineError) -> Void in
      try await engine.command(
        command, migration: key.migration, target: key.target, note: "#\(mark)#", by: person.actor(command.name))
    }
  }

  func signOff(_ item: String, _ key: RolloutKey, expiresIn: Duration?, by person: Person) async {
    let mark = nextMark()
    auditor.wishes[mark] = expiresIn
    let wish = expiresIn.map { " for \($0.inWords)" } ?? ""
    await ask("\(person) signs \(item) of \(key)\(wish) #\(mark)#", mark: mark) {
      [engine] () async throws(EngineError) -> Void in
      _ = try await engine.signOff(
        item, migration: key.migration, target: key.target, evidence: "#\(mark)#", expiresIn: expiresIn,
        by: person.actor("sign-off"))
    }
  }

  func approve(_ phase: Phase, _ key: RolloutKey, by person: Person) async {
    let mark = nextMark()
    await ask("\(person) approves \(phase.rawValue) of \(key) #\(mark)#", mark: mark) {
      [engine] () async throws(EngineError) -> Bool in
      try await engine.approve(
        phase, migration: key.migration, target: key.target, comment: "#\(mark)#", by: person.actor("approve")
      ).isNew
    }
  }

  func advanceDue() async {
    await ask("the timer advances what is due", mark: nil) { [engine] () async throws(EngineError) -> Void in
      _ = try await engine.advanceDue(by: Person.timer.actor("advance"))
    }
  }

  func freeze(by person: Person) async {
    let mark = nextMark()
    await ask("\(person) freezes everything #\(mark)#", mark: mark) { [engine] () async throws(EngineError) -> Void in
      _ = try await engine.freeze(reason: "#\(mark)#", by: person.actor("freeze"))
    }
  }

  func unfreeze(by person: Person) async {
    await ask("\(person) unfreezes", mark: nil) { [engine] () async throws(EngineError) -> Void in
      _ = try await engine.unfreeze(reason: nil, by: person.actor("unfreeze"))
    }
  }

  func work() async {
    say("the worker takes what it can")
    let did = await worker.runOne()
    if !did { say("  nothing") }
    audit()
  }

  /// - Parameter mark: what must be on record once the answer has come, whether it was accepted or refused.
  private func ask(
    _ what: String, mark: Int?, _ request: @Sendable () async throws(EngineError) -> Void
  ) async {
    await ask(what, mark: mark) { () async throws(EngineError) -> Bool in
      try await request()
      return true
    }
  }

  /// - Parameter request: false where an earlier one answers for it.
  private func ask(
    _ what: String, mark: Int?, _ request: @Sendable () async throws(EngineError) -> Bool
  ) async {
    tally.actions += 1
    var answer = "accepted"
    var isOnRecord = true
    do throws(EngineError) {
      isOnRecord = try await request()
      if !isOnRecord { answer = "on record already" }
    } catch {
      answer = "\(error)".prefix(200).description
      switch error {
      case .refused(let refusal, _):
        answer = "refused: \(refusal.code)"
        tally.refusals += 1
      case .gatesUnmet(_, _, _, let gates):
        answer =
          "unmet: "
          + gates.filter { !$0.holds }.map { "\($0.kind.rawValue) \($0.subject ?? "")" }.joined(separator: ", ")
        tally.unmetGates += 1
      case .noSuchMigration, .noSuchTarget, .ambiguousTarget, .invalidPlan, .alreadyRegistered, .ownPlan,
        .invalidArgument,
        .journal, .stopping:
        isOnRecord = false
      case .targetBusy, .target: answer = "refused: \(error)".prefix(200).description
      }
    }
    guard life.isAlive else { return say("\(what) → no answer, the daemon is dead") }
    say("\(what) → \(answer)")
    if isOnRecord, let mark { auditor.accept(mark) }
    audit()
  }
}
