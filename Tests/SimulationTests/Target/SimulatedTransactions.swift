import MigrationPhases
import MigrationTargets

extension SimulatedDatabase {
  mutating func apply(
    _ step: StepKey, versions: SchemaVersions?, at: Timestamp, lies: Set<TargetLie>
  ) throws(TargetError) -> StepProof {
    var part = try matching(step)
    if part.has(step.phase, step.step) { return .alreadyDone }
    part.digest = step.digest
    switch step.phase {
    case .expand: part.expanded += 1
    case .contract: part.contracted += 1
    case .backfill, .switch: throw .unsupported("no script runs in \(step.phase)")
    }
    if !lies.contains(.forgetsStep) {
      part.ledger.append(LedgerRecord.Entry(phase: step.phase, step: step.step, appliedAt: at, undone: false))
    }
    parts[step.migration] = part
    self.versions = versions ?? self.versions
    return .done
  }

  mutating func undo(
    _ step: StepKey, versions: SchemaVersions?
  ) throws(TargetError) -> StepProof {
    var part = try matching(step)
    guard part.stands else { return .alreadyDone }
    part.expanded = 0
    part.writes = part.writes.map { _ in 0 }
    part.strays = 0
    part.cursor = nil
    for index in part.ledger.indices { part.ledger[index].undone = true }
    parts[step.migration] = part
    self.versions = versions ?? self.versions
    return .done
  }

  mutating func write(
    _ step: StepKey, limit: Int, at: Timestamp, lies: Set<TargetLie>
  ) throws(TargetError) -> BackfillBatch {
    var part = try matching(step)
    guard part.expanded > 0 else {
      throw .statement(code: "1", message: "no such column: fresh", statement: nil)
    }
    part.digest = step.digest
    let before = part.cursor ?? 0
    let end = lies.contains(.skipsRows) ? Part.rows - 2 : Part.rows
    let upper = max(before, min(before + limit, end))
    for row in before..<upper { part.writes[row] += 1 }
    let isForgotten = lies.contains(.forgetsCursor) && part.writes[0] == 1
    if !isForgotten || upper == end { part.cursor = upper }
    if upper == end, !part.has(.backfill, step.step) {
      part.ledger.append(LedgerRecord.Entry(phase: .backfill, step: step.step, appliedAt: at, undone: false))
    }
    parts[step.migration] = part
    return BackfillBatch(
      rowsDone: upper - before, rowsWritten: upper - before, held: .milliseconds(1), isFinished: upper == end)
  }

  private func matching(_ step: StepKey) throws(TargetError) -> Part {
    let part = part(step.migration)
    guard part.digest.isEmpty || part.digest == step.digest else { throw .ledger("another digest") }
    return part
  }
}
