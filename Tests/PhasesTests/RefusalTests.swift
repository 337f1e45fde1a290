import MigrationPhases
import Testing

@Suite struct RefusalTests {
  static let wordings: [(Refusal, code: String, message: String)] = [
    (.underWay(.phase(.backfill)), "underWay", "backfill is under way already; follow it with `migratectl watch`"),
    (.otherPhase(asked: .contract, next: .switch), "otherPhase", "the next phase is switch, not contract"),
    (
      .unnamed(.contract), "unnamed",
      "the next phase is contract: what it takes away is gone, so it is started by name only; add `--to contract`"
    ),
    (
      .paused(.backfill), "paused",
      "backfill is paused; `migratectl resume` goes on with it, `migratectl rollback` undoes it"
    ),
    (
      .halted(.phase(.switch), .outcomeUnknown), "halted",
      "switch is halted: it is not known whether the last step happened; find out, then `migratectl resolve`"
    ),
    (
      .halted(.phase(.expand), .failed), "halted",
      "expand is halted: a step failed, the transaction under way was taken back; see `migratectl show`, then "
        + "`migratectl retry` or `migratectl rollback`"
    ),
    (
      .halted(.rollback(of: .expand), .stopped), "halted",
      "rollback of expand is halted: everything was stopped by a person; see `migratectl show`, then "
        + "`migratectl retry`"
    ),
    (
      .halted(.rollback(of: .expand), .ledgerWentBack), "halted",
      "rollback of expand is halted: the target's ledger does not agree with what is on record; see `migratectl show`, "
        + "then `migratectl retry`, or `migratectl resolve` once the database was looked at"
    ),
    (
      .halted(.rollback(of: .expand), .failed), "halted",
      "rollback of expand is halted: a step failed, the transaction under way was taken back; see `migratectl show`, then "
        + "`migratectl retry`, or `migratectl resolve` once it was undone by hand"
    ),
    (.ended(.cancelled), "ended", "it was cancelled; register the plan under a new name to start again"),
    (.ended(.rolledBack), "ended", "it was rolled back; register the plan under a new name to start again"),
    (.ended(.completed(.contract)), "ended", "it is complete; nothing is left to do"),
    (.notPaused(.planned), "notPaused", "it is planned, not paused; there is nothing to resume"),
    (.notHalted(.planned), "notHalted", "it is planned, not halted; there is nothing to retry"),
    (
      .notUnknown(.paused(.expand)), "notUnknown",
      "it is paused(expand); only a rollout whose outcome is unknown can be resolved, or as done a rollback that failed "
        + "or that the ledger does not bear out"
    ),
    (
      .mustResolve(.phase(.contract)), "mustResolve",
      "it is not known whether the last step of contract happened; find out, then `migratectl resolve`"
    ),
    (
      .notUnderWay(.completed(.expand)), "notUnderWay",
      "it is completed(expand); nothing is queued or running that could be paused"
    ),
    (
      .cannotPause(.phase(.switch)), "cannotPause",
      "switch cannot be stopped half-way; it ends on its own or halts"
    ),
    (.nothingToRollBack, "nothingToRollBack", "nothing was done yet; `migratectl cancel` ends it"),
    (
      .pastTheWayBack, "pastTheWayBack",
      "contract has begun, so it cannot be rolled back; `migratectl show` names the restore point made before it"
    ),
    (
      .othersStandOnIt(["it would take away column Note.extra", "view Notes would not work any more"]),
      "othersStandOnIt",
      "others have built on what it made: it would take away column Note.extra; view Notes would not work any more; "
        + "roll back first what came after it, or take that away by hand if nobody needs it"
    ),
    (
      .targetGone("s1"), "targetGone",
      "the configuration has no target 's1'; put it there again, then `migratectl reload`"
    ),
    (
      .alreadyStarted(.paused(.expand)), "alreadyStarted",
      "it is paused(expand); `cancel` is for what has not started, `migratectl rollback` undoes the rest"
    ),
  ]

  @Test(arguments: wordings.indices) func `a refusal says what is the matter and what to do`(index: Int) {
    let (refusal, code, message) = Self.wordings[index]
    #expect(refusal.code == code)
    #expect(refusal.message == message)
  }

  /// What only a look at the target or the configuration tells.
  private static let notByState: Set<String> = ["othersStandOnIt", "targetGone"]

  @Test func `every refusal that a state can give is worded here`() {
    let given = RolloutState.all.flatMap { state in
      Command.everyForm.compactMap { command -> String? in
        guard case .failure(let refusal) = state.answer(to: command) else { return nil }
        return refusal.code
      }
    }
    #expect(Set(given).union(Self.notByState) == Set(Self.wordings.map(\.code)))
  }
}
