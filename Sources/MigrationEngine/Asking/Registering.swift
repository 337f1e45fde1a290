import MigrationPhases
import MigrationPlan
import MigrationStore

/// What became of a registration.
public struct Registration: Sendable {
  public var migration: MigrationRecord
  public var rollouts: [RolloutRecord]
  public var warnings: [Finding]
}

extension Engine {
  /// Reads a plan and holds it against the targets' schemas; keeps nothing. The digest is nil where it cannot be read.
  public func check(_ files: PlanFiles) async -> (digest: String?, findings: [Finding]) {
    let plan: Plan
    do { plan = try await read(files) } catch { return (nil, error.asFindings) }
    return (plan.digest, await findings(in: plan))
  }

  /// Makes a plan a migration, with a planned rollout on each target of its group.
  public func register(_ files: PlanFiles, by actor: RecordedActor) async throws(EngineError) -> Registration {
    guard !isStopping else { throw .stopping }
    let plan: Plan
    do { plan = try await read(files) } catch {
      try refuse(registrationOf: nil, findings: error.asFindings, by: actor)
      throw .invalidPlan(error.asFindings)
    }
    let findings = await findings(in: plan)
    if findings.contains(where: { $0.severity == .error }) {
      try refuse(registrationOf: plan.name, findings: findings, by: actor)
      throw .invalidPlan(findings)
    }
    let entries = topology.entries(inGroup: plan.targets)
    let registration = try decide { transaction in
      try registered(plan, on: entries, warnings: findings, by: actor, in: transaction)
    }
    changes.changed()
    switch registration {
    case .success(let registration): return registration
    case .failure(let error): throw error
    }
  }

  private func registered(
    _ plan: Plan, on entries: [Topology.Entry], warnings: [Finding], by actor: RecordedActor,
    in transaction: JournalTransaction
  ) throws -> Result<Registration, EngineError> {
    let at = try stamp(transaction)
    if let present = try transaction.migration(named: plan.name) {
      try transaction.append(
        at: at, actor: actor, event: "refused", migration: plan.name,
        detail: HistoryDetail(["command": "register", "code": "alreadyRegistered", "digest": plan.digest]))
      return .failure(.alreadyRegistered(migration: plan.name, digest: present.digest))
    }
    let migration = try transaction.insertMigration(
      name: plan.name, digest: plan.digest, description: plan.description, owner: plan.owner, group: plan.targets,
      schemaVersion: plan.schemaVersion, files: plan.files.files.map { PlanFileRecord(path: $0.path, bytes: $0.bytes) },
      registeredBy: actor,
      registeredAt: at)
    try transaction.append(
      at: at, actor: actor, event: "registered", migration: plan.name,
      detail: HistoryDetail([
        "digest": plan.digest, "group": plan.targets, "schemaVersion": String(plan.schemaVersion),
        "warnings": warnings.isEmpty ? nil : String(warnings.count),
      ]))
    var rollouts: [RolloutRecord] = []
    for entry in entries {
      let rollout = try transaction.insertRollout(
        migrationID: migration.id, target: entry.name, environment: entry.environment, at: at)
      try transaction.append(
        at: at, actor: actor, event: "planned", migration: plan.name, target: entry.name, phase: nil, from: nil,
        to: rollout.state, detail: HistoryDetail(["environment": entry.environment]))
      rollouts.append(rollout)
    }
    return .success(Registration(migration: migration, rollouts: rollouts, warnings: warnings))
  }

  private func refuse(
    registrationOf name: String?, findings: [Finding], by actor: RecordedActor
  ) throws(EngineError) {
    try recordRefusal(
      [
        "command": "register", "code": "invalidPlan", "first": findings.first.map(\.description),
        "findings": String(findings.count),
      ], migration: name, target: nil, by: actor)
  }

  private func read(_ files: PlanFiles) async throws(PlanError) -> Plan {
    let read: Result<Plan, PlanError>
    do throws(LintDelay) {
      read = try await lints.run {
        do throws(PlanError) { return .success(try Plan.read(files)) } catch { return .failure(error) }
      }
    } catch { throw .findings([error.asFinding]) }
    return try read.get()
  }

  private func lint(_ plan: Plan, schema: [String]?) async -> [Finding] {
    do throws(LintDelay) { return try await lints.run { PlanLinting.findings(in: plan, schema: schema) } } catch {
      return [error.asFinding]
    }
  }

  /// What is wrong with a plan that could be read: its group, its SQL by itself, its SQL against each reachable target.
  private func findings(in plan: Plan) async -> [Finding] {
    let entries = topology.entries(inGroup: plan.targets)
    guard !entries.isEmpty else {
      let groups = topology.groups.joined(separator: ", ")
      return [
        Finding(
          file: Plan.fileName, rule: "unknown-group",
          message: "targets: no target of the configuration is in the group '\(plan.targets)'",
          hint: groups.isEmpty ? "the configuration has no groups" : "groups of the configuration: \(groups)")
      ]
    }
    let others = entries.filter { $0.engine != plan.engine }
    guard others.isEmpty else { return [.otherEngine(others, than: plan)] }
    var findings = await lint(plan, schema: nil)
    guard !findings.contains(where: { $0.severity == .error }) else { return findings }
    let byText = Set(findings)
    var looks: [(target: String, findings: [Finding])] = []
    for entry in entries {
      do {
        let schema = try await entry.target.schema()
        let ledger = try await entry.target.ledger(of: plan.name)
        if ledger?.has(.expand, StepName.apply) ?? false { continue }
        let offered = try await entry.target.observe().versions.current
        if plan.schemaVersion <= offered { findings.append(.versionNotAbove(offered, on: entry.name, of: plan)) }
        looks.append((entry.name, await lint(plan, schema: schema).filter { !byText.contains($0) }))
      } catch {
        findings.append(
          Finding(
            severity: .warning, file: Plan.fileName, rule: "target-unreachable",
            message: "\(entry.name) could not be looked at: \(error)",
            hint: "the plan is held against its schema before each phase"))
      }
    }
    return findings + Finding.told(by: looks)
  }
}

extension Finding {
  /// Each once; what holds on some of the targets only, with their names.
  fileprivate static func told(by looks: [(target: String, findings: [Finding])]) -> [Finding] {
    var told: [Finding] = []
    for finding in looks.flatMap(\.findings) where !told.contains(finding) { told.append(finding) }
    return told.map { finding in
      let names = looks.filter { $0.findings.contains(finding) }.map(\.target)
      guard names.count < looks.count else { return finding }
      var named = finding
      named.message += " (on \(names.prefix(3).joined(separator: ", "))\(names.count > 3 ? ", …" : ""))"
      return named
    }
  }

  /// SQL for one kind of database is nothing for another.
  fileprivate static func otherEngine(_ entries: [Topology.Entry], than plan: Plan) -> Finding {
    let names = entries.prefix(3).map(\.name).joined(separator: ", ") + (entries.count > 3 ? ", …" : "")
    let engine = entries[0].engine
    return Finding(
      file: Plan.fileName, rule: "other-engine",
      message: "targets: the plan is for \(plan.engine.name), and the group '\(plan.targets)' has \(names) of "
        + "\(engine.name)",
      hint: "write `engine: \(engine.rawValue)` with SQL for it, or name a group of \(plan.engine.name) databases")
  }

  /// Nothing about a database would tell an application that the migration is there.
  fileprivate static func versionNotAbove(_ offered: Int, on target: String, of plan: Plan) -> Finding {
    Finding(
      severity: .warning, file: Plan.fileName, rule: "version-not-above",
      message: "schemaVersion: \(target) offers version \(offered) already, so \(plan.schemaVersion) says nothing new",
      hint: "an application that requires \(plan.schemaVersion) is taken to fit before expand has run; "
        + "take a version above \(offered)")
  }
}

extension LintDelay {
  var asFinding: Finding { Finding(file: Plan.fileName, rule: "not-checked", message: description) }
}

extension PlanError {
  var asFindings: [Finding] {
    switch self {
    case .findings(let findings): findings
    case .unreadable, .notAPlan: [Finding(file: Plan.fileName, rule: "not-a-plan", message: description)]
    }
  }
}
