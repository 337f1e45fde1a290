import MigrationPhases
import Testing

@Suite struct GatesTests {
  @Test(arguments: [
    (
      Phase.expand,
      [.record, .previousPhase, .earlierEnvironment, .freeze, .planDigest, .reachable, .ledger, .lint] as [Gate.Kind]
        + Array(repeating: .signOff, count: 5) + [.approval]
    ),
    (
      .backfill,
      [.record, .previousPhase, .earlierEnvironment, .freeze, .planDigest, .reachable, .ledger, .lint, .inStep]
    ),
    (
      .switch,
      [
        .record, .previousPhase, .earlierEnvironment, .freeze, .planDigest, .reachable, .ledger, .lint, .inStep,
        .backfillComplete,
      ]
    ),
    (
      .contract,
      [
        .record, .previousPhase, .earlierEnvironment, .freeze, .planDigest, .reachable, .ledger, .lint,
        .backfillComplete,
        .waitingPeriod, .contractTag, .signOff, .approval,
      ]
    ),
  ])
  func `a phase has these gates in this order, and all of them can hold`(phase: Phase, kinds: [Gate.Kind]) {
    let facts = GateFacts.allHolding(phase)
    #expect(facts.gates.map(\.kind) == kinds)
    #expect(facts.unmetGates == [])
    #expect(facts.gates.allSatisfy { $0.remedy == nil && $0.who == nil })
  }

  /// One thing wrong at a time: the phase, what is wrong, and the one gate that must say so.
  static let wrongs: [(Phase, Gate.Kind, String, @Sendable (inout GateFacts) -> Void)] = [
    (
      .backfill, .previousPhase, "expand is not complete here",
      {
        $0.isPreviousComplete = false
        $0.state = .paused(.expand)
        $0.recordedState = .paused(.expand)
      }
    ),
    (
      .switch, .record, "the record says that it is completed(backfill), the history leads to paused(backfill)",
      { $0.recordedState = .paused(.backfill) }
    ),
    (
      .expand, .earlierEnvironment, "expand is not complete on staging-eu (staging), which comes before production",
      { $0.earlier[0].isComplete = false }
    ),
    (
      .expand, .freeze, "everything is frozen by root: incident 7",
      { $0.freezes = [GateFacts.Freeze(reason: "incident 7", user: "root", at: GateFacts.noon)] }
    ),
    (
      .expand, .planDigest, "the plan that is kept is not the plan that was registered",
      { $0.keptDigest = "fedcba9876543210" }
    ),
    (
      .switch, .reachable, "the target cannot be reached: no such file",
      { $0.latency = .unknown(why: "no such file") }
    ),
    (
      .switch, .ledger, "the target's ledger disagrees with the record: expand is missing",
      { $0.ledger = .known(.wrong("expand is missing", remedy: "look at it", who: "admin")) }
    ),
    (.switch, .ledger, "the target's ledger could not be read: locked", { $0.ledger = .unknown(why: "locked") }),
    (
      .expand, .lint, "expand.sql:2: error: drops users.name [drop-in-expand]",
      {
        $0.lint = .known([Finding(file: "expand.sql", line: 2, rule: "drop-in-expand", message: "drops users.name")])
      }
    ),
    (
      .expand, .lint, "the SQL could not be held against the target's schema: locked",
      { $0.lint = .unknown(why: "locked") }
    ),
    (.backfill, .inStep, "people lacks the trigger t", { $0.inStep = .known("people lacks the trigger t") }),
    (.switch, .inStep, "the trigger t is switched off", { $0.inStep = .known("the trigger t is switched off") }),
    (
      .switch, .inStep, "it is not known whether columns are kept in step: timed out",
      { $0.inStep = .unknown(why: "timed out") }
    ),
    (.switch, .backfillComplete, "3 rows are left to backfill", { $0.rowsRemaining = .known(3) }),
    (.contract, .backfillComplete, "1 row is left to backfill", { $0.rowsRemaining = .known(1) }),
    (.contract, .backfillComplete, "-1 rows are left to backfill", { $0.rowsRemaining = .known(-1) }),
    (
      .contract, .backfillComplete, "it is not known whether rows are left to backfill: timed out",
      { $0.rowsRemaining = .unknown(why: "timed out") }
    ),
    (
      .contract, .contractTag, "contract.sql has no line `-- contract-phase-ok: <reason>` with a reason",
      { $0.contractTag = .absent(file: "contract.sql") }
    ),
    (.contract, .waitingPeriod, "the waiting period of 14d has not begun", { $0.switchedAt = nil }),
    (.contract, .signOff, "backup is not signed off", { $0.signOffs.removeAll { $0.item == "backup" } }),
    (.contract, .approval, "contract needs 2 approvals in production", { $0.approvals.removeLast() }),
    (.expand, .approval, "expand needs 1 approval in production", { $0.approvals = [] }),
  ]

  @Test(arguments: wrongs.indices) func `one thing wrong is said by one gate, with what to do and who can`(index: Int) {
    let (phase, kind, message, change) = Self.wrongs[index]
    let unmet = GateFacts.allHolding(phase).with(change).unmetGates
    #expect(unmet.map(\.kind) == [kind])
    #expect(unmet.map(\.message) == [message])
    #expect(unmet.allSatisfy { $0.remedy != nil && $0.who != nil })
  }

  @Test func `an unmet gate says what on record does not count for it, a gate that holds does not`() {
    let doubts = [
      GateFacts.Doubt(gate: .approval, what: "an approval of eve on record has no entry in the history that says so"),
      GateFacts.Doubt(gate: .signOff, subject: "backup", what: "one of backup has none"),
      GateFacts.Doubt(gate: .signOff, subject: "alerts", what: "one of alerts has none"),
    ]
    let holding = GateFacts.allHolding(.contract).with { $0.doubts = doubts }
    #expect(holding.unmetGates == [] && holding.gates == GateFacts.allHolding(.contract).gates)
    let facts = holding.with {
      $0.approvals.removeLast()
      $0.signOffs = []
    }
    #expect(
      facts.unmetGates.map(\.message) == [
        "backup is not signed off; one of backup has none, which does not count: run migratectl audit verify",
        "contract needs 2 approvals in production; an approval of eve on record has no entry in the history that says "
          + "so, which does not count: run migratectl audit verify",
      ])
  }

  @Test func `everything wrong at once is said at once`() {
    var facts = GateFacts.allHolding(.contract)
    for (phase, _, _, change) in Self.wrongs where phase == .contract { change(&facts) }
    for (_, kind, _, change) in Self.wrongs where [.freeze, .planDigest, .reachable, .previousPhase].contains(kind) {
      change(&facts)
    }
    let kinds = Set(facts.unmetGates.map(\.kind))
    #expect(
      kinds == [
        .previousPhase, .freeze, .planDigest, .reachable, .backfillComplete, .waitingPeriod, .contractTag, .signOff,
        .approval,
      ])
  }

  @Test func `an earlier target without a rollout counts as not complete, and each is told on its own`() {
    let facts = GateFacts.allHolding(.backfill).with {
      $0.earlier = [
        GateFacts.Earlier(environment: "staging", target: "one", state: nil, isComplete: false),
        GateFacts.Earlier(environment: "staging", target: "two", state: .completed(.backfill), isComplete: true),
        GateFacts.Earlier(environment: "staging", target: "three", state: .paused(.backfill), isComplete: false),
      ]
    }
    let gates = facts.gates(.earlierEnvironment)
    #expect(gates.map(\.subject) == ["one", "two", "three"])
    #expect(gates.map(\.holds) == [false, true, false])
    #expect(gates.map(\.value) == ["no rollout", nil, "paused(backfill)"])
    #expect(gates.allSatisfy { $0.threshold == "completed(backfill)" })
  }

  @Test func `the first environment has no earlier gate`() {
    #expect(GateFacts.allHolding(.expand).with { $0.earlier = [] }.gates(.earlierEnvironment) == [])
  }

  @Test func `more findings than one are counted`() {
    let finding = Finding(file: "a.sql", line: 1, rule: "r", message: "m")
    let gate = GateFacts.allHolding(.expand).with { $0.lint = .known([finding, finding, finding]) }.gates(.lint)[0]
    #expect(gate.message == "a.sql:1: error: m [r] (and 2 more)")
    #expect(gate.value == "3 findings")
    let one = GateFacts.allHolding(.expand).with { $0.lint = .known([finding]) }.gates(.lint)[0]
    #expect(one.value == "1 finding")
  }

  @Test func `a plan without a query for what is left has no gate for it`() {
    for phase in [Phase.switch, .contract] {
      #expect(GateFacts.allHolding(phase).with { $0.rowsRemaining = nil }.gates(.backfillComplete) == [])
    }
  }

  @Test func `a plan that keeps nothing in step has no gate for it`() {
    for phase in [Phase.backfill, .switch] {
      #expect(GateFacts.allHolding(phase).with { $0.inStep = nil }.gates(.inStep) == [])
    }
  }

  @Test func `a contract without SQL needs no tag, and one with a reason shows it`() {
    let facts = GateFacts.allHolding(.contract)
    #expect(facts.with { $0.contractTag = .notNeeded }.gates(.contractTag).map(\.holds) == [true])
    #expect(facts.gates(.contractTag).map(\.value) == ["the column is read by nobody"])
  }

  @Test func `what was found and what it is held against are told`() throws {
    let digest = try #require(GateFacts.allHolding(.expand).with { $0.keptDigest = "other" }.gates(.planDigest).first)
    #expect(digest.value == "other")
    #expect(digest.threshold == "0123456789abcdef")
    #expect(GateFacts.allHolding(.expand).gates(.planDigest)[0].value == "0123456789ab")
    #expect(GateFacts.allHolding(.expand).gates(.reachable)[0].value == "15ms")
    let freeze = GateFacts.Freeze(reason: "r", user: "u", at: GateFacts.noon)
    #expect(GateFacts.allHolding(.expand).with { $0.freezes = [freeze] }.gates(.freeze)[0].since == GateFacts.noon)
  }
}
