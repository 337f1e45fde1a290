import MigrationPhases
import Testing

@Suite struct AfterCommandTests {
  @Test func `advance starts the next phase and no other, from every state`() {
    for state in RolloutState.all {
      for asked in [nil] + Phase.allCases.map(Optional.some) {
        let answer = state.answer(to: .advance(to: asked))
        switch (state.nextPhase, asked) {
        case (nil, _): #expect(throws: Refusal.self, "\(state)") { try answer.get() }
        case (.contract?, nil): #expect(answer == .failure(.unnamed(.contract)), "\(state)")
        case (let next?, nil): #expect(answer == .success(.queued(.phase(next))), "\(state)")
        case (let next?, let asked?):
          let other = Refusal.otherPhase(asked: asked, next: next)
          #expect(answer == (asked == next ? .success(.queued(.phase(next))) : .failure(other)), "\(state)")
        }
      }
    }
  }

  @Test func `a phase is entered only from the phase before, complete, or again from itself`() {
    for state in RolloutState.all {
      for next in state.following {
        guard case .queued(.phase(let phase)) = next, state != next else { continue }
        let isComplete = phase.previous.map { state == .completed($0) } ?? (state == .planned)
        #expect(isComplete || state.activity == .phase(phase), "\(state) leads to \(next)")
        if case .completed = state { #expect(isComplete, "\(state) leads to \(next)") }
      }
    }
  }

  @Test func `a phase is complete only when a running try of it has finished`() {
    for state in RolloutState.all {
      for next in state.following {
        guard case .completed(let phase) = next, state != next else { continue }
        #expect(state == .running(.phase(phase), attempt: 2), "\(state) leads to \(next)")
      }
    }
  }

  @Test func `no command and no outcome leads on from a final state`() {
    for state in RolloutState.all where state.isFinal {
      #expect(state.following == [state])
      #expect(state.nextPhase == nil)
    }
  }

  @Test func `every state can reach a final one, and has a command that a person can give there`() {
    for state in RolloutState.all where !state.isFinal {
      #expect(state.reachable.contains { $0.isFinal }, "\(state)")
      if case .running = state { continue }
      if case .queued = state { continue }
      #expect(Command.all.contains { (try? state.after($0)).map { $0 != state } ?? false }, "\(state)")
    }
  }

  @Test func `every state that can exist is reached from planned`() {
    let reached = RolloutState.planned.reachable
    for state in RolloutState.all { #expect(reached.contains(state), "\(state)") }
  }

  @Test func `once contract is complete or running no command leads back`() {
    #expect(RolloutState.completed(.contract).answer(to: .rollback) == .failure(.pastTheWayBack))
    #expect(RolloutState.running(.phase(.contract), attempt: 1).answer(to: .rollback) == .failure(.pastTheWayBack))
  }

  @Test func `a way back never undoes contract`() {
    for state in RolloutState.all {
      for next in state.following { #expect(next.activity != .rollback(of: .contract), "\(state)") }
    }
  }

  @Test func `from the way back no phase starts again`() {
    for phase in Phase.allCases where phase != .contract {
      for state in RolloutState.queued(.rollback(of: phase)).reachable {
        switch state.activity {
        case nil: #expect(state == .rolledBack)
        case .rollback(let of): #expect(of == phase)
        case .phase: Issue.record("\(state) after a rollback of \(phase)")
        }
      }
    }
  }

  @Test func `halting everything is refused nowhere and leaves only running what cannot stop half-way`() throws {
    for state in RolloutState.all {
      switch try state.after(.haltEverything) {
      case .queued: Issue.record("\(state) stays queued")
      case .running(let activity, _): #expect(!activity.isRepeatable)
      case .halted(_, let reason): #expect(reason == .stopped || state.haltReason == reason)
      case .planned, .paused, .completed, .cancelled, .rolledBack: break
      }
    }
  }

  @Test func `where the outcome is unknown only resolve leads on`() {
    for activity in Activity.all {
      let state = RolloutState.halted(activity, .outcomeUnknown)
      for command in Command.everyForm {
        switch (command, state.answer(to: command)) {
        case (.resolve(.done), let answer): #expect(answer == .success(.queued(activity)))
        case (.resolve(.notDone), let answer): #expect(answer == .success(.halted(activity, .failed)))
        case (.haltEverything, let answer): #expect(answer == .success(state))
        case (_, .success(let next)): Issue.record("\(command) leads from \(state) to \(next)")
        case (_, .failure): break
        }
      }
    }
  }

  @Test func `a rollback that the ledger does not bear out ends when a person says that it is done`() throws {
    for activity in Activity.all {
      guard case .rollback = activity else { continue }
      let state = RolloutState.halted(activity, .ledgerWentBack)
      #expect(try state.after(.resolve(.done)) == .rolledBack)
      #expect(try state.after(.resolve(.notDone)) == .halted(activity, .failed))
      #expect(try state.after(.retry) == .queued(activity))
    }
  }

  @Test func `a rollback that failed ends when a person has undone it by hand, and only then`() throws {
    for activity in Activity.all {
      guard case .rollback = activity else { continue }
      let state = RolloutState.halted(activity, .failed)
      #expect(try state.after(.resolve(.done)) == .rolledBack)
      #expect(throws: Refusal.notUnknown(state)) { try state.after(.resolve(.notDone)) }
    }
  }

  @Test func `nothing else than these, or an unknown outcome, can be resolved`() {
    for state in RolloutState.all where state.haltReason != .outcomeUnknown {
      if case .halted(.rollback, .ledgerWentBack) = state { continue }
      if case .halted(.rollback, .failed) = state { continue }
      for resolution in Command.Resolution.allCases {
        #expect(throws: Refusal.self, "\(state)") { try state.after(.resolve(resolution)) }
      }
    }
  }

  @Test func `pausing and resuming comes back to the same phase`() throws {
    for state in RolloutState.all {
      guard case .success(.paused(let phase)) = state.answer(to: .pause) else { continue }
      #expect(state.activity == .phase(phase))
      #expect(try RolloutState.paused(phase).after(.resume) == .queued(.phase(phase)))
    }
  }

  @Test func `a refusal never names a command that is refused as well`() {
    let commands: [(word: String, command: Command)] = [
      ("resume", .resume), ("retry", .retry), ("rollback", .rollback), ("cancel", .cancel),
      ("resolve", .resolve(.done)), ("pause", .pause), ("advance", .advance(to: nil)),
    ]
    for state in RolloutState.all {
      for asked in Command.everyForm {
        guard case .failure(let refusal) = state.answer(to: asked) else { continue }
        for (word, command) in commands where refusal.message.contains("`migratectl \(word)`") {
          #expect(throws: Never.self, "\(state), \(asked): \(refusal.message)") { try state.after(command) }
        }
      }
    }
  }

  @Test func `every command has a name, and its description tells its forms apart`() {
    #expect(Set(Command.everyForm.map(\.description)).count == Command.everyForm.count)
    for command in Command.everyForm { #expect(command.description.hasPrefix(command.name)) }
    #expect(Command.advance(to: .switch).description == "advance(switch)")
    #expect(Command.resolve(.notDone).description == "resolve(notDone)")
    #expect(Command.haltEverything.description == "haltEverything")
  }
}
