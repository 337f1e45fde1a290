import MigrationControl
import MigrationEngine
import MigrationPhases
import MigrationPlan
import MigrationStore

extension ControlService {
  /// Methods that decide something.
  var commanding: [String: VarlinkMethod] {
    Dictionary(uniqueKeysWithValues: preparing + moving + governing)
  }

  private var preparing: [(String, VarlinkMethod)] {
    [
      answer(Call.Register.self, .operator, "register") { (asked, actor) async throws(VarlinkFailure) in
        let made = try await telling { () async throws(EngineError) in
          try await engine.register(PlanFiles(asked.files), by: actor)
        }
        return Call.Register.Reply(
          migration: Wire.Migration(made.migration), rollouts: try await onWire(made.rollouts),
          warnings: made.warnings.map { Wire.Finding($0) })
      },
      answer(Call.SignOff.self, .operator, "sign-off") { (asked, actor) async throws(VarlinkFailure) in
        let records = try await telling { () async throws(EngineError) in
          try await engine.signOff(
            asked.item, migration: asked.migration, target: asked.target, evidence: asked.evidence,
            expiresIn: asked.expiresIn.map { .microseconds($0) }, by: actor)
        }
        return Call.SignOff.Reply(signOffs: records.map { Wire.SignOffClaim($0.record, of: $0.rollout) })
      },
      answer(Call.Approve.self, .approver, "approve") { (asked, actor) async throws(VarlinkFailure) in
        let consent = try await telling { () async throws(EngineError) in
          try await engine.approve(
            asked.phase, migration: asked.migration, target: asked.target, comment: asked.comment, by: actor)
        }
        return Call.Approve.Reply(
          approval: Wire.Approval(consent.approval, of: consent.rollout), already: consent.isNew ? nil : true)
      },
    ]
  }

  private var moving: [(String, VarlinkMethod)] {
    [
      answer(Call.Advance.self, .operator, "advance") { (asked, actor) async throws(VarlinkFailure) in
        Call.Advance.Reply(
          rollout: try await carryOut(.advance(to: asked.phase), asked.migration, asked.target, nil, actor))
      },
      answer(Call.AdvanceDue.self, .operator, "advance --due") { (_, actor) async throws(VarlinkFailure) in
        let results = try await telling { () async throws(EngineError) in try await engine.advanceDue(by: actor) }
        var told: [Wire.DueResult] = []
        for result in results {
          told.append(
            Wire.DueResult(
              rollout: try await onWire(result.rollout), advanced: result.isAdvanced, message: result.message))
        }
        return Call.AdvanceDue.Reply(results: told)
      },
      answer(Call.Pause.self, .operator, "pause") { (asked, actor) async throws(VarlinkFailure) in
        Call.Pause.Reply(rollout: try await carryOut(.pause, asked.migration, asked.target, asked.reason, actor))
      },
      answer(Call.Resume.self, .operator, "resume") { (asked, actor) async throws(VarlinkFailure) in
        Call.Resume.Reply(rollout: try await carryOut(.resume, asked.migration, asked.target, asked.reason, actor))
      },
      answer(Call.Retry.self, .operator, "retry") { (asked, actor) async throws(VarlinkFailure) in
        Call.Retry.Reply(rollout: try await carryOut(.retry, asked.migration, asked.target, asked.reason, actor))
      },
      answer(Call.Rollback.self, .operator, "rollback") { (asked, actor) async throws(VarlinkFailure) in
        Call.Rollback.Reply(rollout: try await carryOut(.rollback, asked.migration, asked.target, asked.reason, actor))
      },
      answer(Call.Cancel.self, .operator, "cancel") { (asked, actor) async throws(VarlinkFailure) in
        Call.Cancel.Reply(rollout: try await carryOut(.cancel, asked.migration, asked.target, asked.reason, actor))
      },
      answer(Call.Resolve.self, .operator, "resolve") { (asked, actor) async throws(VarlinkFailure) in
        guard !asked.evidence.allSatisfy(\.isWhitespace) else {
          let error = EngineError.invalidArgument("evidence", message: "say how you know what became of the step")
          throw try await telling { () async throws(EngineError) in
            VarlinkFailure(
              try await engine.refusing(
                "resolve", error, migration: asked.migration, target: asked.target, by: actor))
          }
        }
        let resolution: Command.Resolution =
          switch asked.outcome {
          case .done: .done
          case .notDone: .notDone
          }
        return Call.Resolve.Reply(
          rollout: try await carryOut(.resolve(resolution), asked.migration, asked.target, asked.evidence, actor))
      },
    ]
  }

  private var governing: [(String, VarlinkMethod)] {
    [
      answer(Call.Freeze.self, .admin, "freeze") { (asked, actor) async throws(VarlinkFailure) in
        let (freeze, halted) = try await telling { () async throws(EngineError) in
          try await engine.freeze(reason: asked.reason, by: actor)
        }
        return Call.Freeze.Reply(freeze: Wire.FreezeNotice(freeze), halted: try await onWire(halted))
      },
      answer(Call.Unfreeze.self, .admin, "unfreeze") { (asked, actor) async throws(VarlinkFailure) in
        let lifted = try await telling { () async throws(EngineError) in
          try await engine.unfreeze(reason: asked.reason, by: actor)
        }
        return Call.Unfreeze.Reply(lifted: lifted.map { Wire.FreezeNotice($0) })
      },
      answer(Call.Adopt.self, .admin, "adopt") { (asked, actor) async throws(VarlinkFailure) in
        let adoption = try await telling { () async throws(EngineError) in
          try await engine.adopt(asked.target, reason: asked.reason, by: actor)
        }
        return Call.Adopt.Reply(
          target: adoption.target, ledger: adoption.ledger, before: adoption.before, found: adoption.found,
          alsoOf: adoption.alsoOf, entries: adoption.entries, currentVersion: adoption.versions.current,
          oldestSupported: adoption.versions.oldestSupported)
      },
      answer(Call.Reload.self, .admin, "reload") { (_, actor) async throws(VarlinkFailure) in
        do throws(ReloadFailure) { return Call.Reload.Reply(message: try await reload(actor)) } catch {
          switch error {
          case .findings(let findings):
            throw .told(Wire.InvalidConfiguration(findings: findings.map { Wire.Finding($0) }))
          case .engine(let error): throw VarlinkFailure(error)
          }
        }
      },
    ]
  }

  private func carryOut(
    _ command: Command, _ migration: String, _ target: String?, _ note: String?, _ actor: RecordedActor
  ) async throws(VarlinkFailure) -> Wire.Rollout {
    let record = try await telling { () async throws(EngineError) in
      try await engine.command(command, migration: migration, target: target, note: note, by: actor)
    }
    return try await onWire(record)
  }
}
