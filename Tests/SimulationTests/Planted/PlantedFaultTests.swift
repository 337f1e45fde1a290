import MigrationPhases
import MigrationStore
import MigrationTargets
import Testing

/// Each promise is broken once on purpose, and must be seen to be broken: an invariant that cannot go red proves nothing.
@Suite("Planted faults")
struct PlantedFaultTests {
  private let key = Stage.staging

  @Test("a scene in which nothing is broken breaks nothing")
  func none() async throws {
    let violation = try await Stage.play(SimulatedSetting.plain) { world in
      await world.reach(.contract, Stage.staging)
      await world.reach(.contract, Stage.production)
      #expect(await world.states().map(\.state) == [.completed(.contract), .completed(.contract)])
    }
    #expect(violation == nil)
  }

  @Test("a ledger that forgets an applied step")
  func stepTwice() async throws {
    let violation = try await Stage.play { world in
      await world.lie([.forgetsStep], on: key.target)
      world.targets(key.target).arm(.dieAfter, atChange: 1)
      await world.reach(.expand, key)
    }
    #expect(violation?.invariant == .stepTwice)
  }

  @Test("a ledger that forgets how far a backfill is")
  func rowsTwice() async throws {
    let violation = try await Stage.play { world in
      await world.reach(.expand, key)
      await world.lie([.forgetsCursor], on: key.target)
      world.targets(key.target).arm(.dieAfter, atChange: 1)
      await world.reach(.backfill, key)
    }
    #expect(violation?.invariant == .stepTwice)
  }

  @Test("rows that are passed over and not counted")
  func skipped() async throws {
    let violation = try await Stage.play { world in
      await world.lie([.skipsRows], on: key.target)
      await world.reach(.backfill, key)
    }
    #expect(violation?.invariant == .skipped)
  }

  @Test("an engine that is told a laxer policy")
  func gates() async throws {
    var setting = SimulatedSetting.plain
    setting.toldPolicies["production"] = Policy(
      minimumWait: .seconds(14 * 86_400), checklist: [:], approvals: [:], approvalValidFor: nil)
    let violation = try await Stage.play(setting) { world in
      await world.reach(.expand, Stage.staging)
      await world.command(.advance(to: .expand), Stage.production, by: .alice)
      await world.work()
    }
    #expect(violation?.invariant == .gates)
  }

  @Test("an engine that is told not to wait")
  func earlyContract() async throws {
    var setting = SimulatedSetting.plain
    var told = setting.policy(of: "production")
    told.minimumWait = .zero
    setting.toldPolicies["production"] = told
    let violation = try await Stage.play(setting) { world in
      await world.reach(.contract, Stage.staging)
      await world.reach(.switch, Stage.production)
      await world.pass(.seconds(4 * 86_400))
      await world.signOff("backup", Stage.production, expiresIn: nil, by: .bob)
      await world.approve(.contract, Stage.production, by: .bob)
      await world.command(.advance(to: .contract), Stage.production, by: .alice)
      await world.work()
    }
    #expect(violation?.invariant == .earlyContract)
  }

  @Test("commits that were answered and never reached the disk")
  func lost() async throws {
    let violation = try await Stage.play { world in
      let copy = try await world.copyJournal()
      await world.signOff("backup", key, expiresIn: nil, by: .bob)
      try await world.bringBack(copy)
      await world.settle()
    }
    #expect(violation?.invariant == .lost)
  }

  @Test("a rollout that is changed behind the daemon's back")
  func folding() async throws {
    let violation = try await Stage.play { world in
      await world.reach(.expand, key)
      try await world.tamper("UPDATE rollout SET activity = 'switch', backfill_at = 1, switch_at = 1")
    }
    #expect(violation?.invariant == .folding)
  }

  @Test("a history that is changed behind the daemon's back")
  func altered() async throws {
    let violation = try await Stage.play { world in
      await world.reach(.expand, key)
      try await world.tamper("DROP TRIGGER history_never_changes; UPDATE history SET by_user = 'mallory' WHERE seq = 2")
    }
    #expect(violation?.invariant == .altered)
  }

  @Test("two daemons over one journal")
  func oneActivity() async throws {
    var setting = Journey.setting
    var second = setting.plans[0]
    second.name = "m2"
    setting.plans.append(second)
    let violation = try await Stage.play(setting) { world in
      await world.ask(for: .expand, key)
      await world.ask(for: .expand, RolloutKey(migration: "m2", target: key.target))
      let other = await world.otherWorker()
      await world.interrupt { _ = await other.runOne() }
      world.targets(key.target).arm(.interject, atChange: 1)
      await world.work()
    }
    #expect(violation?.invariant == .oneActivity)
  }

  @Test("a report of an earlier try that moves a rollout")
  func stale() async throws {
    let violation = try await Stage.play { world in
      await world.ask(for: .expand, key)
      try await world.decide { transaction in
        let rollout = try #require(try transaction.rollout(migration: key.migration, target: key.target))
        let at = try #require(try transaction.highWater())
        try transaction.setState(ofRollout: rollout.id, to: .completed(.expand), at: at)
        try transaction.append(
          at: at, actor: Person.bob.actor("daemon"), event: "outcome", migration: key.migration, target: key.target,
          phase: .expand, from: rollout.state, to: .completed(.expand), detail: ["attempt": "0"])
      }
      await world.audit()
    }
    #expect(violation?.invariant == .stale)
  }

  @Test("a step without an intent on record")
  func intent() async throws {
    let violation = try await Stage.play { world in
      let step = StepKey(migration: key.migration, digest: "x", phase: .expand, step: "apply")
      let tie = LedgerTie(journal: "j", ledger: "l", isNew: true)
      _ = try await world.targets(key.target).apply([], as: step, raisingTo: 2, tied: tie) { _ in }
    }
    #expect(violation?.invariant == .intent)
  }

  @Test("a ledger that forgets contract, and a rollback after it")
  func wayBack() async throws {
    let violation = try await Stage.play { world in
      await world.reach(.switch, key)
      await world.lie([.forgetsStep], on: key.target)
      await world.ask(for: .contract, key)
      world.targets(key.target).change { $0.untrue = 1 }
      await world.work()
      await world.command(.rollback, key, by: .bob)
      await world.work()
    }
    #expect(violation?.invariant == .wayBack)
  }

  @Test("a deploy command on record as failed that nobody saw end")
  func unasked() async throws {
    let violation = try await Stage.play { world in
      await world.reach(.backfill, key)
      await world.ask(for: .switch, key)
      await world.setFates([.daemonDiesBeforeItsEffect])
      await world.work()
      try await world.decide { transaction in
        let rollout = try #require(try transaction.rollout(migration: key.migration, target: key.target))
        let at = try #require(try transaction.highWater())
        let open = try #require(try transaction.steps(ofRollout: rollout.id).last { $0.status == .intended })
        try transaction.endStep(open.id, .failed, at: at)
        try transaction.append(
          at: at, actor: .daemon, event: "step", migration: key.migration, target: key.target,
          detail: ["step": .text(open.name), "attempt": .text("\(open.attempt)"), "status": "failed"])
      }
      await world.settle()
      await world.work()
    }
    #expect(violation?.invariant == .unasked)
  }

  @Test("a database that nobody can reach any more")
  func stuck() async throws {
    let violation = try await Stage.play { world in
      await world.ask(for: .expand, key)
      await world.lie([.deaf], on: key.target)
      await world.finish(key)
    }
    #expect(violation?.invariant == .stuck)
  }
}
