extension RolloutState {
  /// The state that a command leads to, or why it does not apply. The only place where this is decided.
  /// Gates are a separate question: they are asked before `advance` is, and again when the phase begins.
  public func after(_ command: Command) throws(Refusal) -> RolloutState {
    switch command {
    case .advance(let asked): try advanced(to: asked)
    case .pause: try pausedByHand()
    case .resume: try resumed()
    case .retry: try retried()
    case .rollback: try rolledBackByHand()
    case .cancel: try cancelledByHand()
    case .resolve(let resolution): try resolved(resolution)
    case .haltEverything: haltedWithEverything()
    }
  }

  private func advanced(to asked: Phase?) throws(Refusal) -> RolloutState {
    switch self {
    case .planned: return try .queued(.phase(Phase.expand.confirmed(by: asked)))
    case .completed(let phase):
      guard let next = phase.next else { throw .ended(self) }
      return try .queued(.phase(next.confirmed(by: asked)))
    case .queued(let activity), .running(let activity, _): throw .underWay(activity)
    case .paused(let phase): throw .paused(phase)
    case .halted(let activity, let reason): throw .halted(activity, reason)
    case .cancelled, .rolledBack: throw .ended(self)
    }
  }

  private func pausedByHand() throws(Refusal) -> RolloutState {
    switch self {
    case .queued(.phase(let phase)): return .paused(phase)
    case .running(.phase(let phase), _):
      guard phase.isRepeatable else { throw .cannotPause(.phase(phase)) }
      return .paused(phase)
    case .queued(.rollback(let of)), .running(.rollback(let of), _): throw .cannotPause(.rollback(of: of))
    case .paused(let phase): throw .paused(phase)
    case .planned, .completed, .halted: throw .notUnderWay(self)
    case .cancelled, .rolledBack: throw .ended(self)
    }
  }

  private func resumed() throws(Refusal) -> RolloutState {
    switch self {
    case .paused(let phase): return .queued(.phase(phase))
    case .queued(let activity), .running(let activity, _): throw .underWay(activity)
    case .halted(let activity, let reason): throw .halted(activity, reason)
    case .planned, .completed: throw .notPaused(self)
    case .cancelled, .rolledBack: throw .ended(self)
    }
  }

  private func retried() throws(Refusal) -> RolloutState {
    switch self {
    case .halted(let activity, .outcomeUnknown): throw .mustResolve(activity)
    case .halted(let activity, _): return .queued(activity)
    case .queued(let activity), .running(let activity, _): throw .underWay(activity)
    case .paused(let phase): throw .paused(phase)
    case .planned, .completed: throw .notHalted(self)
    case .cancelled, .rolledBack: throw .ended(self)
    }
  }

  private func rolledBackByHand() throws(Refusal) -> RolloutState {
    switch self {
    case .planned: throw .nothingToRollBack
    case .queued(.phase(let phase)), .paused(let phase):
      return .queued(.rollback(of: phase.furthestUndoable))
    case .running(.phase(let phase), _):
      guard phase != .contract else { throw .pastTheWayBack }
      return .queued(.rollback(of: phase))
    case .completed(let phase):
      guard phase != .contract else { throw .pastTheWayBack }
      return .queued(.rollback(of: phase))
    case .halted(.phase(let phase), let reason):
      guard reason != .outcomeUnknown else { throw .mustResolve(.phase(phase)) }
      return .queued(.rollback(of: phase.furthestUndoable))
    case .halted(.rollback(let of), let reason): throw .halted(.rollback(of: of), reason)
    case .queued(.rollback(let of)), .running(.rollback(let of), _): throw .underWay(.rollback(of: of))
    case .cancelled, .rolledBack: throw .ended(self)
    }
  }

  private func cancelledByHand() throws(Refusal) -> RolloutState {
    switch self {
    case .planned: return .cancelled
    case .queued(.rollback(let of)), .running(.rollback(let of), _): throw .underWay(.rollback(of: of))
    case .halted(let activity, .outcomeUnknown): throw .mustResolve(activity)
    case .halted(.rollback(let of), let reason): throw .halted(.rollback(of: of), reason)
    case .running(.phase(.contract), _): throw .pastTheWayBack
    case .completed(.contract), .cancelled, .rolledBack: throw .ended(self)
    case .queued, .running, .paused, .completed, .halted: throw .alreadyStarted(self)
    }
  }

  private func resolved(_ resolution: Command.Resolution) throws(Refusal) -> RolloutState {
    switch self {
    case .halted(let activity, .outcomeUnknown):
      switch resolution {
      case .done: return .queued(activity)
      case .notDone: return .halted(activity, .failed)
      }
    case .halted(.rollback(let of), .ledgerWentBack):
      // The ledger cannot say that it is undone, so a person does.
      switch resolution {
      case .done: return .rolledBack
      case .notDone: return .halted(.rollback(of: of), .failed)
      }
    case .halted(.rollback, .failed):
      // A person may have undone by hand what the rollback could not.
      switch resolution {
      case .done: return .rolledBack
      case .notDone: throw .notUnknown(self)
      }
    case .planned, .queued, .running, .paused, .completed, .halted: throw .notUnknown(self)
    case .cancelled, .rolledBack: throw .ended(self)
    }
  }

  /// Never refused: what can be stopped is halted, what cannot be stopped half-way ends on its own.
  private func haltedWithEverything() -> RolloutState {
    switch self {
    case .queued(let activity): .halted(activity, .stopped)
    case .running(let activity, _): activity.isRepeatable ? .halted(activity, .stopped) : self
    case .planned, .paused, .completed, .halted, .cancelled, .rolledBack: self
    }
  }
}

extension Phase {
  fileprivate func confirmed(by asked: Phase?) throws(Refusal) -> Phase {
    switch asked {
    case self?: return self
    case let asked?: throw .otherPhase(asked: asked, next: self)
    case nil:
      guard self != .contract else { throw .unnamed(self) }
      return self
    }
  }

  /// Contract that has not changed anything leaves switch as the furthest phase there is to undo.
  fileprivate var furthestUndoable: Phase {
    switch self {
    case .expand, .backfill, .switch: self
    case .contract: .switch
    }
  }
}
