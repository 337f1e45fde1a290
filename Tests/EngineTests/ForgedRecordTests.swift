import MigrationPhases
import MigrationSQLite
import MigrationStore
import Testing

@testable import MigrationEngine

/// What was written into the journal past the daemon permits nothing: decisions go by what the history bears out.
@Suite("A forged record")
struct ForgedRecordTests {
  /// Production has switched and waits; staging is through.
  private func waiting() async throws -> Shop {
    let shop = try await Shop()
    try await shop.register(shop.plan())
    for phase in [Phase.expand, .backfill, .switch, .contract] { try await shop.reach(phase, "s1") }
    try await shop.reach(.switch, "p1")
    return shop
  }

  private func refusals(_ shop: Shop, _ phase: Phase = .contract, _ target: String = "p1") async throws -> [String] {
    let error = await #expect(throws: EngineError.self) { try await shop.command(.advance(to: phase), target) }
    return error?.gates.filter { !$0.holds }.map(\.message) ?? []
  }

  @Test("an earlier time of the switch does not make the waiting period shorter")
  func switchTime() async throws {
    let shop = try await waiting()
    shop.clock.pass(days: 1)
    try await shop.provide(for: .contract, "p1")
    try shop.forge("UPDATE rollout SET switch_at = switch_at - 1728000000000 WHERE target = 'p1'")
    #expect(
      try await refusals(shop) == [
        "13d of the waiting period are left; the record has switch complete since 2027-01-10 08:00:00Z, the history does "
          + "not, which does not count: run migratectl audit verify"
      ])
    await shop.work()
    #expect(try shop.columns("p1") == "id FirstName LastName full_name")
    // The history's own time counts as ever.
    shop.clock.pass(days: 14)
    try await shop.provide(for: .contract, "p1")
    try await shop.command(.advance(to: .contract), "p1")
    await shop.work()
    #expect(try shop.state("p1") == .completed(.contract))
  }

  @Test("an approval without an entry is none, and neither is one whose entry says something else")
  func approval() async throws {
    let shop = try await waiting()
    shop.clock.pass(days: 15)
    _ = try await shop.engine.signOff(
      "backup", migration: "add-full-name", target: "p1", evidence: "seen", expiresIn: nil, by: alice)
    let lines = [
      "contract needs 1 approval in production; an approval of ada on record has no entry in the history that says so, "
        + "which does not count: run migratectl audit verify"
    ]
    try shop.forge(
      "INSERT INTO approval SELECT 99, rollout_id, 'contract', digest, 4711, 'ada', 7, 'approve', at, NULL, NULL "
        + "FROM approval WHERE id = 1")
    #expect(try await refusals(shop) == lines)
    try shop.forge("DELETE FROM approval WHERE id = 99")
    try shop.forge("UPDATE approval SET phase = 'contract', by_user = 'ada' WHERE phase = 'expand'")
    #expect(try await refusals(shop) == lines)
    #expect(try shop.columns("p1") == "id FirstName LastName full_name")
    _ = try await shop.engine.approve(.contract, migration: "add-full-name", target: "p1", comment: nil, by: bob)
    try await shop.command(.advance(to: .contract), "p1")
  }

  @Test("a sign-off without an entry is none")
  func signOff() async throws {
    let shop = try await waiting()
    shop.clock.pass(days: 15)
    _ = try await shop.engine.approve(.contract, migration: "add-full-name", target: "p1", comment: nil, by: bob)
    try shop.forge(
      "INSERT INTO sign_off SELECT 99, rollout_id, 'backup', 'trust me', 4711, 'ada', 7, 'sign-off', "
        + "\(shop.clock.now.microseconds), NULL FROM sign_off WHERE id = 1")
    #expect(
      try await refusals(shop) == [
        "backup was signed off by alice, and that has expired; a sign-off of backup by ada on record has no entry in the "
          + "history that says so, which does not count: run migratectl audit verify"
      ])
    let shown = try await shop.queries.show("add-full-name", target: nil).rollouts.flatMap(\.signOffs).map(\.evidence)
    #expect(
      shown.filter { $0.contains("trust me") }
        == ["NOT IN THE HISTORY, counts for nothing (migratectl audit verify): trust me"])
    try await shop.provide(for: .contract, "p1")
    try await shop.command(.advance(to: .contract), "p1")
  }

  @Test("what was registered by one cannot be approved by the same, whoever the record says it was")
  func registrant() async throws {
    let shop = try await waiting()
    shop.clock.pass(days: 15)
    try shop.forge("UPDATE migration SET by_uid = 4711")
    await #expect(throws: EngineError.self) {
      _ = try await shop.engine.approve(.contract, migration: "add-full-name", target: "p1", comment: nil, by: alice)
    }
  }

  @Test("a freeze that was taken out of the record, or lifted in it, still freezes")
  func freeze() async throws {
    for sql in [
      "DELETE FROM freeze",
      "UPDATE freeze SET lifted_at = 1, lifted_by_uid = 1, lifted_by_user = 'a', lifted_by_pid = 1, lifted_by_verb = 'x'",
    ] {
      let shop = try await Shop(targets: Shop.one)
      try await shop.register(shop.plan())
      _ = try await shop.engine.freeze(reason: "quarter end", by: bob)
      try shop.forge(sql)
      #expect(
        try await refusals(shop, .expand, "s1") == [
          "everything is frozen by bob: quarter end; freeze: nothing is stored; the history says at 2027-01-15 08:00:00Z, "
            + "by bob (uid 1001), process 2, test, reason quarter end, which does not count: run migratectl audit verify"
        ])
      _ = try await shop.engine.unfreeze(reason: nil, by: bob)
      try await shop.command(.advance(to: .expand), "s1")
    }
  }

  @Test("a state that the history does not lead to leads nowhere")
  func state() async throws {
    let shop = try await Shop()
    try await shop.register(shop.plan())
    try await shop.reach(.expand, "s1")
    try shop.forge("UPDATE rollout SET shape = 'completed', activity = 'backfill', backfill_at = 1 WHERE target = 's1'")
    #expect(
      try await refusals(shop, .switch, "s1").first
        == "the record says that it is completed(backfill), the history leads to completed(expand)")
    // Asked for by the record alone, it is not started either.
    try shop.forge("UPDATE rollout SET shape = 'queued', activity = 'switch' WHERE target = 's1'")
    await shop.work()
    #expect(try shop.state("s1") == .queued(.phase(.switch)))
    #expect(shop.deployed == [])
    // Neither is the way back.
    try shop.forge("UPDATE rollout SET activity = 'rollback', of_phase = 'expand' WHERE target = 's1'")
    await shop.work()
    #expect(try shop.columns("s1") == "id FirstName LastName full_name")
    #expect(shop.errors.now > 0)
    // Nor does production go by it.
    try shop.forge(
      "UPDATE rollout SET shape = 'completed', activity = 'switch', of_phase = NULL, switch_at = 1 WHERE target = 's1'")
    try await shop.provide(for: .expand, "p1")
    try await shop.command(.advance(to: .expand), "p1")
    await shop.work()
    #expect(
      try await refusals(shop, .backfill, "p1") == [
        "backfill is not complete on s1 (staging), which comes before production; the record says that s1 is "
          + "completed(switch), the history does not, which does not count: run migratectl audit verify"
      ])
  }

  @Test("a phase that runs cannot be made another one, which then would be complete")
  func phaseUnderWay() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.command(.advance(to: .expand))
    let claim = try #require(try await shop.engine.claim())
    try shop.forge("UPDATE rollout SET activity = 'switch', expand_at = 1, backfill_at = 1")
    try await shop.engine.end(claim, PerformanceEnd(.finished(attempt: claim.attempt), nil))
    #expect(try shop.state() == .completed(.switch))
    shop.clock.pass(days: 20)
    #expect(
      try await refusals(shop, .contract, "s1").prefix(1) == [
        "switch is not complete here; the record has switch complete, the history does not, which does not count: run "
          + "migratectl audit verify"
      ])
    #expect(
      try await shop.verification.verify().strays.map(\.description).contains {
        $0.hasPrefix("add-full-name on s1: history: entry ")
          && $0.hasSuffix("leaves running(switch, 1), the entries before it lead to running(expand, 1)")
      })
  }

  @Test("a plan that was swapped together with its digest is not the one that was registered")
  func plan() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    var other = shop.plan()
    other.wait = "1h"
    let digest = other.files.digest
    let text = String(decoding: other.files["migration.yaml"] ?? [], as: UTF8.self).replacing("'", with: "''")
    try shop.forge("UPDATE plan_file SET content = CAST('\(text)' AS BLOB) WHERE path = 'migration.yaml'")
    try shop.forge("UPDATE migration SET digest = '\(digest)'")
    #expect(try await refusals(shop, .expand, "s1") == ["the plan that is kept is not the plan that was registered"])
  }

  @Test("a deploy command that is on record as done and never was is run; one that was is not run again")
  func deploy() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.backfill)
    try shop.forge(
      "INSERT INTO step SELECT 99, rollout_id, 1, 'switch', NULL, 9, 'deploy', 'done', NULL, started_at, ended_at "
        + "FROM step WHERE id = 1")
    try await shop.command(.advance(to: .switch))
    await shop.work()
    #expect(shop.deployed == ["v2 s1"])
    #expect(try shop.state() == .completed(.switch))
  }

  @Test("a deploy command that was done is not run again because its step was taken out of the record")
  func deployTakenOut() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.backfill)
    try await shop.command(.advance(to: .switch))
    let claim = try #require(try await shop.engine.claim())
    let steps = try claim.plan.steps(of: claim.activity, deployed: false)
    let id = try #require(try await shop.engine.beginStep(steps[0], ordinal: 1, of: claim))
    try await shop.engine.endStep(EndedStep(id: id, name: steps[0].name, status: .done, detail: nil), of: claim)
    try shop.forge("DELETE FROM step WHERE name = 'deploy'")
    try await shop.restart()
    await shop.work()
    #expect(try shop.state() == .completed(.switch))
    #expect(shop.deployed == [])
  }

  @Test("a deploy command that was begun is in doubt, whatever became of its step in the record")
  func deployInDoubt() async throws {
    for sql in [
      "DELETE FROM step WHERE name = 'deploy'", "UPDATE step SET status = 'failed', ended_at = 1 WHERE name = 'deploy'",
    ] {
      let shop = try await Shop(targets: Shop.one)
      try await shop.register(shop.plan())
      try await shop.reach(.backfill)
      try await shop.command(.advance(to: .switch))
      let claim = try #require(try await shop.engine.claim())
      let steps = try claim.plan.steps(of: claim.activity, deployed: false)
      _ = try await shop.engine.beginStep(steps[0], ordinal: 1, of: claim)
      try shop.forge(sql)
      try await shop.restart()
      #expect(try shop.state() == .halted(.phase(.switch), .outcomeUnknown))
    }
  }
}
