import MigrationPhases

/// What happens next, by chance.
extension SimulatedWorld {
  enum Action: Sendable, Hashable {
    case help, command, signOff, approve, advanceDue, freeze, unfreeze, work, pass, setClock, trouble, restore, restart
  }

  private static let weights: [(weight: Int, item: Action)] = [
    (46, .help), (8, .command), (3, .signOff), (3, .approve), (4, .advanceDue), (1, .freeze), (3, .unfreeze),
    (12, .work),
    (6, .pass), (3, .setClock), (6, .trouble), (2, .restore), (3, .restart),
  ]

  /// One action, with whatever goes wrong in it, and the daemon alive again afterwards.
  func act() async {
    pass(.seconds(1))
    if let plan = setting.plans.first(where: { auditor.registered[$0.name] == nil }),
      dice.chance(30) || states().isEmpty
    {
      await register(plan, by: .alice)
      return await settle()
    }
    arm()
    switch dice.weighed(Self.weights) {
    case .help: if let key = someone(open: true) { await help(key) }
    case .command: await anyCommand()
    case .signOff:
      if let key = someone() {
        let days = dice.weighed([(2, nil), (1, 1), (1, 30)])
        await signOff(
          dice.one(of: ["backup", "alerts", "nonsense"]), key, expiresIn: days.map { .seconds($0 * 86_400) },
          by: dice.one(of: Person.allCases))
      }
    case .approve:
      if let key = someone() { await approve(dice.one(of: Phase.allCases), key, by: dice.one(of: Person.allCases)) }
    case .advanceDue: await advanceDue()
    case .freeze: await freeze(by: .dave)
    case .unfreeze: await unfreeze(by: .dave)
    case .work: await work()
    case .pass: letTimePass()
    case .setClock: setClock()
    case .trouble: trouble()
    case .restore: restore()
    case .restart: await stop()
    }
    await settle()
  }

  /// Any command to any rollout, sensible or not. What a person says of an unknown outcome is true.
  private func anyCommand() async {
    guard let key = someone() else { return }
    let person = dice.one(of: Person.allCases)
    let some: Command = dice.one(of: [
      .advance(to: nil), .advance(to: dice.one(of: Phase.allCases)), .pause, .resume, .retry, .rollback, .cancel,
      .resolve(.done),
    ])
    if case .resolve = some { return await command(.resolve(truth(key)), key, by: person) }
    await command(some, key, by: person)
  }

  func someone(open: Bool = false) -> RolloutKey? {
    let keys = states().filter { !open || !$0.state.isFinal }.map(\.key)
    return keys.isEmpty ? nil : dice.one(of: keys)
  }

  /// Whether the step that nobody knows the outcome of happened.
  func truth(_ key: RolloutKey) -> Command.Resolution {
    // Of a rollback that failed, something is left.
    if case .halted(.rollback, .failed)? = auditor.rollouts[key]?.state { return .notDone }
    return switch lastStep(key)?.name {
    case "deploy": auditor.deployed.contains(key) ? .done : .notDone
    case "deploy rollback": auditor.deployed.contains(key) ? .notDone : .done
    default: dice.chance(50) ? .done : .notDone
    }
  }

  /// Makes something go wrong in the next action, now and then.
  private func arm() {
    fates = []
    for _ in 0..<2 {
      fates.append(dice.chance(60) ? .ends : dice.one(of: CommandFate.allCases))
    }
    switch dice.below(100) {
    case ..<7: life.arm(.beforeCommit(dice.from(1...10)))
    case ..<14: life.arm(.afterCommit(dice.from(1...10)))
    case ..<17: life.arm(.busyAtCommit(dice.from(1...10)))
    case ..<44:
      dice.one(of: targets).arm(dice.one(of: TargetBlow.allCases + [.interject, .interject]), atCall: dice.from(1...9))
    default: break
    }
  }

  /// What was armed and did not happen is over; who died is started again.
  func settle() async {
    if !isPatient {
      life.arm(nil)
      for target in targets { target.disarm() }
    }
    audit()
    if engine.failure != nil {
      say("the daemon ends, since its journal failed")
      isStopped = true
    }
    var tries = 0
    while !life.isAlive || isStopped, tries < 10 {
      tries += 1
      if !life.isAlive { tally.deaths += 1 }
      say(life.isAlive ? "a new daemon starts" : "the daemon is dead; a new one starts")
      do {
        try await start()
        if !isPatient, tries < 3, dice.chance(10) {
          life.arm(dice.chance(50) ? .beforeCommit(dice.from(1...2)) : .afterCommit(dice.from(1...2)))
        }
        try await engine.recover()
        if !isPatient { life.arm(nil) }
      } catch { say("it does not get far: \(error)") }
      audit()
    }
  }

  /// Others get their turn while something is under way on `target`.
  func interject(_ target: String) async {
    guard depth == 0 else { return }
    depth += 1
    defer { depth -= 1 }
    tally.interjections += 1
    for _ in 0..<dice.from(1...3) {
      guard life.isAlive else { return }
      pass(.seconds(dice.from(1...600)))
      let here = states().filter { $0.key.target == target && !$0.state.isFinal }.map(\.key)
      let key = here.isEmpty ? someone() : dice.one(of: here)
      guard let key else { return }
      switch dice.below(12) {
      case 0: await freeze(by: .dave)
      case 1: await unfreeze(by: .dave)
      case 2: await advanceDue()
      case 3, 4: await work()
      case 5:
        say("the daemon is told to stop")
        isStopped = true
        await engine.stop()
      case 6, 7: await command(.rollback, key, by: .bob)
      case 8: await command(.pause, key, by: .bob)
      case 9: await command(.resume, key, by: .bob)
      case 10: await command(.retry, key, by: .bob)
      default: await anyCommand()
      }
    }
  }

  private func stop() async {
    say("the daemon is told to stop")
    isStopped = true
    await engine.stop()
  }
}
