import MigrationPhases
import Testing

@Suite struct WaitingPeriodTests {
  let facts = GateFacts.allHolding(.contract)
  let switched = Timestamp(microseconds: GateFacts.noon.microseconds - 15 * GateFacts.day)

  func gate(_ change: (inout GateFacts) -> Void) throws -> Gate {
    try #require(facts.with(change).gates(.waitingPeriod).first)
  }

  @Test func `it is over at the microsecond and not one before`() throws {
    let over = switched + .seconds(14 * 86_400)
    let before = Timestamp(microseconds: over.microseconds - 1)
    let early = try gate {
      $0.now = before
      $0.highWater = before
    }
    #expect(!early.holds)
    #expect(early.message == "1us of the waiting period are left")
    #expect(early.value == "13d 23h")
    #expect(early.threshold == "14d")
    #expect(early.since == switched)
    #expect(early.remedy == "wait until \(over.inWords)")
    #expect(early.who == "nobody: time")
    let intime = try gate {
      $0.now = over
      $0.highWater = over
    }
    #expect(intime.holds)
    #expect(intime.message == "the waiting period is over")
  }

  @Test func `a plan can ask for more than the environment, never for less`() throws {
    #expect(facts.with { $0.plannedWait = .seconds(1) }.requiredWait == .seconds(14 * 86_400))
    #expect(facts.with { $0.plannedWait = .seconds(-1) }.requiredWait == .seconds(14 * 86_400))
    #expect(facts.with { $0.plannedWait = .seconds(16 * 86_400) }.requiredWait == .seconds(16 * 86_400))
    let longer = try gate { $0.plannedWait = .seconds(16 * 86_400) }
    #expect(longer.message == "1d of the waiting period are left")
  }

  @Test func `without a wait it still begins with switch`() throws {
    let none: (inout GateFacts) -> Void = {
      $0.policy.minimumWait = .zero
      $0.switchedAt = nil
    }
    #expect(try !gate(none).holds)
    let atOnce = try gate {
      $0.policy.minimumWait = .zero
      $0.switchedAt = GateFacts.noon
    }
    #expect(atOnce.holds)
  }

  @Test func `no time counts while the clock is behind the record`() throws {
    let behind = try gate { $0.highWater = GateFacts.noon + .seconds(5) }
    #expect(!behind.holds)
    #expect(behind.message == "the clock is 5s behind the record; no time counts until it is right")
    #expect(behind.value == GateFacts.noon.inWords)
    #expect(behind.threshold == (GateFacts.noon + .seconds(5)).inWords)
    #expect(behind.who == "admin")
  }

  @Test func `a switch in the future counts as no time at all`() throws {
    let ahead = try gate {
      $0.policy.minimumWait = .zero
      $0.switchedAt = GateFacts.noon + .seconds(1)
    }
    #expect(!ahead.holds)
  }

  @Test func `moments at the ends of what can be told do not overflow`() throws {
    let extreme = try gate {
      $0.switchedAt = Timestamp(microseconds: .max)
      $0.now = Timestamp(microseconds: .min)
      $0.highWater = Timestamp(microseconds: .min)
      $0.plannedWait = .seconds(Int64.max)
    }
    #expect(!extreme.holds)
  }
}
