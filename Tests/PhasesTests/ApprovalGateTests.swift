import MigrationPhases
import Testing

@Suite struct ApprovalGateTests {
  func gate(_ approvals: [GateFacts.Approval]) throws -> Gate {
    try #require(GateFacts.allHolding(.contract).with { $0.approvals = approvals }.gates(.approval).first)
  }

  let ada = GateFacts.approval(.contract, by: "ada", uid: 1_001)
  let bob = GateFacts.approval(.contract, by: "bob", uid: 1_002)

  @Test func `two people are two approvals`() throws {
    let gate = try gate([bob, ada])
    #expect(gate.holds)
    #expect(gate.message == "approved by ada, bob")
    #expect(gate.value == "2")
    #expect(gate.threshold == "2")
  }

  @Test func `the same person twice is one approval, under another name too`() throws {
    #expect(try !gate([ada, ada]).holds)
    #expect(try !gate([ada, GateFacts.approval(.contract, by: "countess", uid: 1_001)]).holds)
  }

  @Test func `who registered the plan does not count`() throws {
    let own = try gate([ada, GateFacts.approval(.contract, by: "eve", uid: 1_000)])
    #expect(!own.holds)
    #expect(own.value == "1")
    #expect(own.remedy == "migratectl approve MIGRATION contract, by someone other than who registered it")
    #expect(own.who == "approver")
  }

  @Test func `consent to another phase or another plan does not count`() throws {
    #expect(try !gate([ada, GateFacts.approval(.expand, by: "bob", uid: 1_002)]).holds)
    #expect(try !gate([ada, GateFacts.approval(.contract, by: "bob", uid: 1_002, digest: "other")]).holds)
  }

  @Test func `consent that has expired does not count, by its own bound or by the policy's`() throws {
    #expect(try gate([ada, GateFacts.approval(.contract, by: "bob", uid: 1_002, expiresInDays: 1)]).holds)
    #expect(try !gate([ada, GateFacts.approval(.contract, by: "bob", uid: 1_002, expiresInDays: 0)]).holds)
    #expect(try gate([ada, GateFacts.approval(.contract, by: "bob", uid: 1_002, daysAgo: 6)]).holds)
    #expect(try !gate([ada, GateFacts.approval(.contract, by: "bob", uid: 1_002, daysAgo: 7)]).holds)
  }

  @Test func `consent that has expired by the record does not count again when the clock is set back`() {
    let facts = GateFacts.allHolding(.contract).with {
      $0.approvals = [ada, GateFacts.approval(.contract, by: "bob", uid: 1_002, daysAgo: 8)]
      $0.now = $0.now + .seconds(-3 * 86_400)
    }
    #expect(facts.gates(.approval).map(\.holds) == [false])
  }

  @Test func `without a bound consent counts for ever`() {
    let facts = GateFacts.allHolding(.contract).with {
      $0.policy.approvalValidFor = nil
      $0.approvals = [ada, GateFacts.approval(.contract, by: "bob", uid: 1_002, daysAgo: 4_000)]
    }
    #expect(facts.gates(.approval).map(\.holds) == [true])
  }

  @Test func `a phase that needs none has no such gate`() {
    #expect(GateFacts.allHolding(.switch).gates(.approval) == [])
    #expect(GateFacts.allHolding(.expand).with { $0.policy.approvals = [.expand: 0] }.gates(.approval) == [])
  }
}
