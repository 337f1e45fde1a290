import MigrationPhases
import Testing

@Suite struct SignOffGateTests {
  func backup(_ phase: Phase, _ change: (inout GateFacts) -> Void) throws -> Gate {
    try #require(GateFacts.allHolding(phase).with(change).gates(.signOff).first { $0.subject == "backup" })
  }

  @Test func `a claim counts until the policy's bound, and not at it`() throws {
    let held = try backup(.expand) { $0.signOffs = [GateFacts.signOff("backup", hoursAgo: 7 * 24 - 1)] }
    #expect(held.holds)
    #expect(held.message == "backup is signed off by ada")
    #expect(held.value == "until \((GateFacts.noon + .seconds(3_600)).inWords)")
    let over = try backup(.expand) { $0.signOffs = [GateFacts.signOff("backup", hoursAgo: 7 * 24)] }
    #expect(!over.holds)
    #expect(over.message == "backup was signed off by ada, and that has expired")
    #expect(over.remedy == "migratectl sign-off MIGRATION backup --evidence '…'")
  }

  @Test func `a claim's own expiry counts where it is shorter than the policy's`() throws {
    let shorter = try backup(.expand) {
      $0.signOffs = [GateFacts.signOff("backup", hoursAgo: 2, expiresInHours: 0)]
    }
    #expect(!shorter.holds)
    let longer = try backup(.expand) {
      $0.signOffs = [GateFacts.signOff("backup", hoursAgo: 8 * 24, expiresInHours: 1_000)]
    }
    #expect(!longer.holds)
  }

  @Test func `a claim that has expired by the record does not count again when the clock is set back`() throws {
    let revived = try backup(.expand) {
      $0.signOffs = [GateFacts.signOff("backup", hoursAgo: 8 * 24)]
      $0.highWater = $0.now
      $0.now = Timestamp(microseconds: $0.now.microseconds) + .seconds(-3 * 86_400)
    }
    #expect(!revived.holds)
  }

  @Test func `without a bound a claim counts for ever`() throws {
    let gate = try backup(.expand) {
      $0.policy.checklist[.expand] = [Policy.ChecklistItem(name: "backup", validFor: nil)]
      $0.signOffs = [GateFacts.signOff("backup", hoursAgo: 100_000)]
    }
    #expect(gate.holds)
    #expect(gate.value == nil)
  }

  @Test func `the newest claim is the one that counts`() throws {
    let renewed = try backup(.expand) {
      $0.signOffs = [GateFacts.signOff("backup", hoursAgo: 1_000), GateFacts.signOff("backup", hoursAgo: 1)]
    }
    #expect(renewed.holds)
  }

  @Test func `contract wants a claim made after switch`() throws {
    let old = try backup(.contract) { $0.switchedAt = GateFacts.noon + .seconds(-3_600) }
    #expect(!old.holds)
    #expect(old.message == "backup was signed off before switch was complete; contract wants a fresh one")
    let fresh = try backup(.contract) { $0.switchedAt = GateFacts.noon + .seconds(-3 * 3_600) }
    #expect(fresh.holds)
    let other = try backup(.expand) { $0.switchedAt = GateFacts.noon }
    #expect(other.holds)
  }

  @Test func `a claim on another item does not count`() {
    let facts = GateFacts.allHolding(.expand).with { $0.signOffs = [GateFacts.signOff("backup", hoursAgo: 1)] }
    #expect(facts.unmetGates.map(\.subject) == ["staging-tested", "rollback-plan", "team-notified", "alerts"])
  }

  @Test func `a phase without a checklist has no such gate`() {
    #expect(GateFacts.allHolding(.backfill).gates(.signOff) == [])
  }
}
