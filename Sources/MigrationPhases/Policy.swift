/// What an environment asks for before a phase may start.
public struct Policy: Sendable, Hashable {
  /// An item that must be signed off, and for how long a signature counts; nil for ever.
  public struct ChecklistItem: Sendable, Hashable {
    public var name: String
    public var validFor: Duration?

    public init(name: String, validFor: Duration?) {
      self.name = name
      self.validFor = validFor
    }
  }

  /// The least time between switch and contract, whatever a plan says.
  public var minimumWait: Duration
  /// Items to be signed before the phase. Those of contract must be signed after switch was complete.
  public var checklist: [Phase: [ChecklistItem]]
  /// How many different people must approve the phase; none of them the one who registered the plan.
  public var approvals: [Phase: Int]
  /// For how long an approval counts; nil for ever.
  public var approvalValidFor: Duration?

  public init(
    minimumWait: Duration, checklist: [Phase: [ChecklistItem]], approvals: [Phase: Int], approvalValidFor: Duration?
  ) {
    self.minimumWait = minimumWait
    self.checklist = checklist
    self.approvals = approvals
    self.approvalValidFor = approvalValidFor
  }

  /// The five items of the pre-migration checklist.
  public static let usualChecklist = ["backup", "staging-tested", "rollback-plan", "team-notified", "alerts"]
}
