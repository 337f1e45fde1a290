/// Everything that the gates of one phase of one rollout are decided from.
public struct GateFacts: Sendable, Hashable {
  /// The same migration on a target of an earlier environment.
  public struct Earlier: Sendable, Hashable {
    public var environment: String
    public var target: String
    /// nil where the migration has no rollout there.
    public var state: RolloutState?
    /// Whether the phase in question is complete there.
    public var isComplete: Bool

    public init(environment: String, target: String, state: RolloutState?, isComplete: Bool) {
      self.environment = environment
      self.target = target
      self.state = state
      self.isComplete = isComplete
    }
  }

  /// The newest claim on a checklist item.
  public struct SignOff: Sendable, Hashable {
    public var item: String
    public var user: String
    public var at: Timestamp
    public var expiresAt: Timestamp?

    public init(item: String, user: String, at: Timestamp, expiresAt: Timestamp?) {
      self.item = item
      self.user = user
      self.at = at
      self.expiresAt = expiresAt
    }
  }

  public struct Approval: Sendable, Hashable {
    public var phase: Phase
    public var digest: String
    public var uid: UInt32
    public var user: String
    public var at: Timestamp
    public var expiresAt: Timestamp?

    public init(phase: Phase, digest: String, uid: UInt32, user: String, at: Timestamp, expiresAt: Timestamp?) {
      self.phase = phase
      self.digest = digest
      self.uid = uid
      self.user = user
      self.at = at
      self.expiresAt = expiresAt
    }
  }

  public struct Freeze: Sendable, Hashable {
    public var reason: String
    public var user: String
    public var at: Timestamp

    public init(reason: String, user: String, at: Timestamp) {
      self.reason = reason
      self.user = user
      self.at = at
    }
  }

  /// What a look at the target showed. What could not be learnt counts against the gate.
  public enum Reading<Value: Sendable & Hashable>: Sendable, Hashable {
    case known(Value)
    case unknown(why: String)
  }

  public enum Ledger: Sendable, Hashable {
    case intact
    /// What is wrong with it, what to do, and who can.
    case wrong(String, remedy: String, who: String)
  }

  /// How contract's SQL is tagged.
  public enum ContractTag: Sendable, Hashable {
    case notNeeded
    case absent(file: String)
    case reason(String)
  }

  /// Something on record that the history does not bear out, so that it does not count.
  public struct Doubt: Sendable, Hashable {
    /// The gate that would have gone by it.
    public var gate: Gate.Kind
    /// Which one, where there are several.
    public var subject: String?
    public var what: String

    public init(gate: Gate.Kind, subject: String? = nil, what: String) {
      self.gate = gate
      self.subject = subject
      self.what = what
    }
  }

  public var phase: Phase
  public var state: RolloutState
  /// Where the history leads to, which the stored state must be.
  public var recordedState: RolloutState
  /// Whether the phase before is complete here; true for expand.
  public var isPreviousComplete: Bool
  public var environment: String
  public var earlier: [Earlier]
  public var registeredDigest: String
  /// The digest of the plan's files as they are kept now.
  public var keptDigest: String
  /// Registered by this uid, whose approval does not count.
  public var registrant: UInt32
  public var policy: Policy
  public var signOffs: [SignOff]
  public var approvals: [Approval]
  public var freezes: [Freeze]
  public var now: Timestamp
  /// The greatest time in the history.
  public var highWater: Timestamp
  /// When switch was complete and verified here.
  public var switchedAt: Timestamp?
  /// The plan's own `contract.after`.
  public var plannedWait: Duration
  public var contractTag: ContractTag
  /// The time one look at the target took.
  public var latency: Reading<Duration>
  public var ledger: Reading<Ledger>
  /// Errors of the lint of this phase against the target's schema.
  public var lint: Reading<[Finding]>
  /// Rows that the plan's own query still finds to backfill; nil where the plan has no such query.
  public var rowsRemaining: Reading<Int>?
  /// What is wrong with the triggers that keep columns in step, or that nothing is; nil where the plan has none.
  public var inStep: Reading<String?>?
  public var doubts: [Doubt]

  public init(
    phase: Phase, state: RolloutState, recordedState: RolloutState, isPreviousComplete: Bool, environment: String,
    earlier: [Earlier],
    registeredDigest: String, keptDigest: String, registrant: UInt32, policy: Policy, signOffs: [SignOff],
    approvals: [Approval], freezes: [Freeze], now: Timestamp, highWater: Timestamp, switchedAt: Timestamp?,
    plannedWait: Duration, contractTag: ContractTag, latency: Reading<Duration>, ledger: Reading<Ledger>,
    lint: Reading<[Finding]>, rowsRemaining: Reading<Int>?, inStep: Reading<String?>? = nil, doubts: [Doubt]
  ) {
    self.phase = phase
    self.state = state
    self.recordedState = recordedState
    self.isPreviousComplete = isPreviousComplete
    self.environment = environment
    self.earlier = earlier
    self.registeredDigest = registeredDigest
    self.keptDigest = keptDigest
    self.registrant = registrant
    self.policy = policy
    self.signOffs = signOffs
    self.approvals = approvals
    self.freezes = freezes
    self.now = now
    self.highWater = highWater
    self.switchedAt = switchedAt
    self.plannedWait = plannedWait
    self.contractTag = contractTag
    self.latency = latency
    self.ledger = ledger
    self.lint = lint
    self.rowsRemaining = rowsRemaining
    self.inStep = inStep
    self.doubts = doubts
  }

  /// The time that must pass between switch and contract.
  public var requiredWait: Duration { max(plannedWait, policy.minimumWait) }
}
