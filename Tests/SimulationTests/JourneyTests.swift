import Testing

@Suite("Journeys")
struct JourneyTests {
  @Test("the daemon dies before or after any one commit, and the journey ends as if it had not")
  func commits() async throws {
    let undisturbed = try await Journey(mishap: .init()).run()
    #expect(undisturbed.failure == nil)
    var mishaps: [Journey.Mishap] = []
    for number in 1...undisturbed.length.commits {
      mishaps += [.init(commit: .beforeCommit(number)), .init(commit: .afterCommit(number))]
    }
    try await travel(mishaps)
  }

  @Test("another process keeps the journal at any one commit, and the journey ends as if it had not")
  func busy() async throws {
    let undisturbed = try await Journey(mishap: .init()).run()
    try await travel((1...undisturbed.length.commits).map { .init(commit: .busyAtCommit($0)) })
  }

  @Test("the daemon dies, or the connection is lost, in any one call to the database")
  func calls() async throws {
    let undisturbed = try await Journey(mishap: .init()).run()
    #expect(undisturbed.length.changes.count >= 5)
    var mishaps: [Journey.Mishap] = []
    for number in 1...undisturbed.length.calls {
      for blow in [TargetBlow.dieBefore, .loseBefore] { mishaps.append(.init(call: .init(number: number, blow: blow))) }
    }
    for number in undisturbed.length.changes {
      for blow in [TargetBlow.dieInside, .dieAfter, .loseAfter] {
        mishaps.append(.init(call: .init(number: number, blow: blow)))
      }
    }
    try await travel(mishaps)
  }

  @Test("the deploy command meets any fate", arguments: CommandFate.allCases)
  func commands(_ fate: CommandFate) async throws {
    if fate == .interject { return }
    try await travel([.init(command: fate)])
  }

  @Test("the deploy command is killed, and the daemon dies before or after any one commit")
  func commandAndCommit() async throws {
    let undisturbed = try await Journey(mishap: .init(command: .isKilledAfterItsEffect)).run()
    #expect(undisturbed.failure == nil)
    var mishaps: [Journey.Mishap] = []
    for number in 1...undisturbed.length.commits {
      for blow in [SimulatedLife.Blow.beforeCommit(number), .afterCommit(number)] {
        mishaps.append(.init(commit: blow, command: .isKilledAfterItsEffect))
      }
    }
    try await travel(mishaps)
  }

  private func travel(_ mishaps: [Journey.Mishap]) async throws {
    let lanes = 2
    try await withThrowingTaskGroup(of: String?.self) { group in
      for lane in 0..<lanes {
        group.addTask {
          for (index, mishap) in mishaps.enumerated() where index % lanes == lane {
            if let failure = try await Journey(mishap: mishap).run().failure { return failure }
          }
          return nil
        }
      }
      for try await failure in group {
        if let failure { Issue.record(Comment(rawValue: failure)) }
      }
    }
  }
}
