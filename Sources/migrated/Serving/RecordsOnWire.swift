import MigrationControl
import MigrationEngine
import MigrationPhases
import MigrationStore

extension Wire.Actor {
  init(_ actor: RecordedActor) {
    self.init(uid: Int(actor.uid), user: actor.user, pid: Int(actor.pid), verb: actor.verb)
  }
}

extension Wire.Migration {
  init(_ record: MigrationRecord) {
    self.init(
      name: record.name, digest: record.digest, description: record.description, owner: record.owner,
      group: record.group, schemaVersion: record.schemaVersion, registeredBy: Wire.Actor(record.registeredBy),
      registeredAt: Int(record.registeredAt.microseconds))
  }
}

extension Wire.Verification {
  init(_ finding: RecordFinding) {
    switch finding {
    case .underWay: self.init(state: .underWay)
    case .intact(let at): self.init(state: .intact, at: Int(at.microseconds))
    case .altered(let what, let at): self.init(state: .altered, message: what, at: Int(at.microseconds))
    case .unknown(let why, let at): self.init(state: .unknown, message: why, at: Int(at.microseconds))
    }
  }
}

extension Wire.Progress {
  init(_ line: ProgressBoard.Line) {
    self.init(
      rowsDone: line.rowsDone, rowsTotal: line.rowsTotal, rowsWritten: line.rowsWritten,
      rowsPerSecond: line.rowsPerSecond, remaining: line.remaining.map { Int($0.microseconds) },
      at: Int(line.at.microseconds))
  }

  init(_ record: ProgressRecord) {
    self.init(
      rowsDone: record.rowsDone, rowsTotal: record.rowsTotal, rowsWritten: record.rowsWritten,
      at: Int(record.at.microseconds))
  }
}

extension Wire.Gate {
  init(_ gate: Gate) {
    self.init(
      gate: gate.kind.rawValue, subject: gate.subject, holds: gate.holds, message: gate.message, value: gate.value,
      threshold: gate.threshold, since: gate.since.map { Int($0.microseconds) }, remedy: gate.remedy, who: gate.who)
  }
}

extension Wire.Step {
  init(_ record: StepRecord) {
    self.init(
      attempt: record.attempt, activity: record.activity.name, ordinal: record.ordinal, name: record.name,
      status: Status(record.status), detail: record.detail, startedAt: Int(record.startedAt.microseconds),
      endedAt: record.endedAt.map { Int($0.microseconds) })
  }
}

extension Wire.Step.Status {
  init(_ status: StepStatus) {
    switch status {
    case .intended: self = .intended
    case .done: self = .done
    case .failed: self = .failed
    case .unknown: self = .unknown
    case .resolvedDone: self = .resolvedDone
    case .resolvedNotDone: self = .resolvedNotDone
    }
  }
}

extension Wire.SignOffClaim {
  init(_ record: SignOffRecord, of rollout: RolloutRecord) {
    self.init(
      migration: rollout.migration, target: rollout.target, item: record.item, evidence: record.evidence,
      by: Wire.Actor(record.by), at: Int(record.at.microseconds),
      expiresAt: record.expiresAt.map { Int($0.microseconds) })
  }
}

extension Wire.Approval {
  init(_ record: ApprovalRecord, of rollout: RolloutRecord) {
    self.init(
      migration: rollout.migration, target: rollout.target, phase: record.phase, digest: record.digest,
      by: Wire.Actor(record.by), at: Int(record.at.microseconds),
      expiresAt: record.expiresAt.map { Int($0.microseconds) }, comment: record.comment)
  }
}

extension Wire.FreezeNotice {
  init(_ record: FreezeRecord) {
    self.init(reason: record.reason, by: Wire.Actor(record.by), at: Int(record.at.microseconds))
  }
}

extension Wire.RestorePoint {
  init(_ record: RestorePointRecord) {
    self.init(path: record.path, sha256: record.sha256, bytes: Int(record.bytes), at: Int(record.at.microseconds))
  }
}

extension Wire.HistoryEntry {
  init(_ entry: HistoryEntry) {
    self.init(
      seq: Int(entry.seq), at: Int(entry.at.microseconds), actor: Wire.Actor(entry.actor), event: entry.event,
      migration: entry.migration, target: entry.target, phase: entry.phase, from: entry.from, to: entry.to,
      detail: entry.detail, previousHash: entry.previousHash, hash: entry.hash)
  }
}

extension Wire.Finding {
  init(_ finding: Finding) {
    self.init(
      severity: finding.severity == .error ? .error : .warning, file: finding.file, line: finding.line,
      column: finding.column, rule: finding.rule, message: finding.message, hint: finding.hint)
  }
}

extension Wire.Target {
  init(_ look: TargetLook) {
    let entry = look.entry
    switch look.seen {
    case .success(let seen):
      self.init(
        name: entry.name, environment: entry.environment, groups: entry.groups, engine: seen.engine, reachable: true,
        latency: Int(seen.latency.microseconds), currentVersion: seen.versions.current,
        oldestSupported: seen.versions.oldestSupported, ledger: seen.ledger?.id, objection: look.objection)
    case .failure(let error):
      self.init(
        name: entry.name, environment: entry.environment, groups: entry.groups, reachable: false,
        message: error.description)
    }
  }
}

extension Wire.TargetHealth {
  init(_ health: TargetHealth) {
    let entry = health.look.entry
    let seen = try? health.look.seen.get()
    self.init(
      target: entry.name, environment: entry.environment, engine: seen?.engine ?? entry.engine.name,
      ok: health.error == nil, error: health.error, connected: seen != nil,
      latency: seen.map { Int($0.latency.microseconds) }, currentVersion: seen?.versions.current,
      oldestSupported: seen?.versions.oldestSupported, samples: health.latencies.samples,
      p50: health.latencies.p50.map { Int($0.microseconds) }, p99: health.latencies.p99.map { Int($0.microseconds) })
  }
}

extension Call.VerifyHistory.Reply {
  init(_ report: VerifyReport) {
    self.init(
      intact: report.isSound, entries: Int(report.entries), firstBad: report.firstBad.map { Int($0.seq) },
      message: report.firstBad.map { "\($0)" }, headHash: report.headHash, records: report.records,
      unsaid: report.unsaid,
      strays: report.strays.map {
        Wire.Stray(kind: $0.kind.rawValue, what: $0.what, stored: $0.stored, recorded: $0.recorded)
      }, strayCount: report.strayCount)
  }
}
