import MigrationPhases

/// What happens to clocks and databases, daemon or not.
extension SimulatedWorld {
  func letTimePass() {
    let time: Duration = dice.one(of: [
      .seconds(60), .seconds(6 * 3_600), .seconds(2 * 86_400), .seconds(15 * 86_400),
    ])
    say("\(time.inWords) pass")
    pass(time)
  }

  func setClock() {
    let span: Duration = dice.one(of: [.seconds(30), .seconds(7_200), .seconds(5 * 86_400), .seconds(40 * 86_400)])
    let step = dice.chance(50) ? span : .zero - span
    say("the clock is set by \(step.inWords)")
    audit()
    clock.set(by: step)
  }

  func trouble() {
    let target = dice.one(of: targets)
    switch dice.below(5) {
    case 0:
      say("\(target.name) cannot be reached")
      target.change { $0.isUnreachable = true }
    case 1:
      say("\(target.name) is locked by somebody")
      target.change { $0.locked = 2 }
    case 2:
      say("a query on \(target.name) will not hold")
      target.change { $0.untrue = 1 }
    case 3:
      let plan = dice.one(of: setting.plans).name
      guard target.database.part(plan).expanded > 0 else { return }
      say("the application on \(target.name) writes a row of \(plan) without the new column")
      target.change { state in
        var part = state.database.part(plan)
        part.strays += 1
        state.database.parts[plan] = part
      }
    default: mend(target)
    }
  }

  func mend(_ target: SimulatedTarget) {
    say("\(target.name) is mended")
    target.change { state in
      state.isUnreachable = false
      state.locked = 0
      state.untrue = 0
      for name in state.database.parts.keys.sorted() { state.database.parts[name]?.strays = 0 }
    }
  }

  /// A copy is made of one database, or an earlier copy of it comes back, ledger and all.
  func restore() {
    let target = dice.one(of: targets)
    let copies = backups[target.name] ?? []
    if copies.isEmpty || dice.chance(60) {
      say("a copy of \(target.name) is made")
      backups[target.name, default: []].append(target.database)
    } else {
      let copy = dice.one(of: copies)
      say("\(target.name) is restored from a copy")
      tally.restores += 1
      target.change { $0.database = copy }
    }
  }
}
