import Glibc
import MigrationControl
import MigrationEngine
import MigrationPhases
import MigrationPlan
import MigrationStore

extension ControlService {
  /// Methods that change nothing.
  var reading: [String: VarlinkMethod] {
    Dictionary(uniqueKeysWithValues: [
      answer(Call.Status.self, .auditor, "status") { (_, _) async throws(VarlinkFailure) in try await status() },
      answer(Call.List.self, .auditor, "list") { (asked, _) async throws(VarlinkFailure) in
        try await list(asked)
      },
      answer(Call.Show.self, .auditor, "show") { (asked, _) async throws(VarlinkFailure) in try await show(asked) },
      answer(Call.Check.self, .operator, "check") { (asked, _) async throws(VarlinkFailure) in
        let (digest, findings) = await engine.check(PlanFiles(asked.files))
        return Call.Check.Reply(digest: digest, findings: findings.map { Wire.Finding($0) })
      },
      answer(Call.Why.self, .auditor, "why") { (asked, _) async throws(VarlinkFailure) in
        let (rollout, phase, refusal, gates) = try await telling { () async throws(EngineError) in
          try await engine.why(migration: asked.migration, target: asked.target)
        }
        return Call.Why.Reply(
          rollout: try await onWire(rollout), phase: phase, refusal: refusal?.message,
          gates: gates.map { Wire.Gate($0) })
      },
      answer(Call.VerifyHistory.self, .auditor, "audit verify") { (_, _) async throws(VarlinkFailure) in
        let report = try await telling { () async throws(EngineError) in try await verification.verify() }
        return Call.VerifyHistory.Reply(report)
      },
      answer(Call.ListTargets.self, .auditor, "targets") { (_, _) async throws(VarlinkFailure) in
        Call.ListTargets.Reply(targets: await engine.targets().map { Wire.Target($0) })
      },
      answer(Call.Health.self, .auditor, "health") { (asked, _) async throws(VarlinkFailure) in
        let found = try await telling { () async throws(EngineError) in try await engine.health(of: asked.target) }
        return Call.Health.Reply(targets: found.map { Wire.TargetHealth($0) })
      },
    ])
  }

  private func status() async throws(VarlinkFailure) -> Call.Status.Reply {
    // Not asked of the engine, which may be waiting for the lock itself.
    var trouble = engine.failure?.message
    if trouble == nil { trouble = await queries.obstacle() }
    // Whatever is wrong with the journal, status answers.
    let seen = try? await queries.read { reader in
      (try reader.counts(), try reader.activeFreezes(), try reader.rollouts(in: [.queued, .running]))
    }
    let active = try? await onWire(seen?.2 ?? [])
    if seen == nil || active == nil { trouble = trouble ?? "the journal cannot be read" }
    let counted = seen?.0.rollouts.map { ($0.key.rawValue, $0.value) } ?? []
    return Call.Status.Reply(
      version: Self.version, state: trouble == nil ? .serving : .refusing, message: trouble,
      startedAt: Int(startedAt.microseconds), now: Int(clock().microseconds), pid: Int(getpid()),
      freeze: (seen?.1.first).map { Wire.FreezeNotice($0) }, migrations: seen?.0.migrations ?? 0,
      rollouts: Dictionary(uniqueKeysWithValues: counted),
      history: Int(seen?.0.historyEntries ?? 0), active: active ?? [], messageSize: messageSize,
      record: Wire.Verification(verification.latest))
  }

  private func list(_ asked: Call.List.Parameters) async throws(VarlinkFailure) -> Call.List.Reply {
    let limit = asked.limit ?? 1_000
    guard (1...10_000).contains(limit) else {
      throw .told(Wire.InvalidArgument(argument: "limit", message: "found \(limit), expected 1 to 10000"))
    }
    let records = try await telling { () async throws(EngineError) in
      try await queries.list(
        migration: asked.migration, target: asked.target, onlyOpen: asked.open ?? false, limit: limit)
    }
    return Call.List.Reply(rollouts: try await onWire(records))
  }

  private func show(_ asked: Call.Show.Parameters) async throws(VarlinkFailure) -> Call.Show.Reply {
    let (migration, details) = try await telling { () async throws(EngineError) in
      try await queries.show(asked.migration, target: asked.target)
    }
    var rollouts: [Wire.RolloutDetail] = []
    for detail in details {
      rollouts.append(
        Wire.RolloutDetail(
          rollout: try await onWire(detail.rollout), steps: detail.steps.map { Wire.Step($0) },
          signOffs: detail.signOffs.map { Wire.SignOffClaim($0, of: detail.rollout) },
          approvals: detail.approvals.map { Wire.Approval($0, of: detail.rollout) },
          restorePoints: detail.restorePoints.map { Wire.RestorePoint($0) }))
    }
    return Call.Show.Reply(migration: Wire.Migration(migration), rollouts: rollouts)
  }
}

extension PlanFiles {
  init(_ files: [Wire.PlanFile]) {
    self.init(files.map { PlanFile(path: $0.path, bytes: Array($0.content.utf8)) })
  }
}
