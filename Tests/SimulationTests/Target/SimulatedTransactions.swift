import MigrationPhases
import MigrationTargets

extension SimulatedDatabase {
  mutating func apply(
    _ step: StepKey, raisingTo version: Int, tied tie: LedgerTie, at: Timestamp, lies: Set<TargetLie>
  ) throws(TargetError) -> StepProof {
    try enter(tie, lies: lies)
    if ledger == nil { ledger = LedgerIdentity(id: tie.ledger, journal: tie.journal) }
    var part = try matching(step, tie)
    if part.has(step.phase, step.step) { return .alreadyDone }
    part.digest = step.digest
    switch step.phase {
    case .expand:
      part.expanded += 1
      part.raisesTo = version
      versions.current = max(versions.current, version)
    case .contract:
      part.contracted += 1
      versions.oldestSupported = max(versions.oldestSupported, version)
    case .backfill, .switch: throw .unsupported("no script runs in \(step.phase)")
    }
    if !lies.contains(.forgetsStep) { part.add(step, by: tie, at: at) }
    parts[step.migration] = part
    return .done(versions)
  }

  mutating func undo(
    _ step: StepKey, tied tie: LedgerTie, lies: Set<TargetLie>
  ) throws(TargetError) -> StepProof {
    try enter(tie, lies: lies)
    var part = try matching(step, tie)
    guard let record = part.record, record.stands else { return .alreadyDone }
    if record.has(.contract, "apply") { throw .ledger("contract stands") }
    part.expanded = 0
    part.writes = part.writes.map { _ in 0 }
    part.strays = 0
    part.straysWritten = 0
    part.isReopened = false
    part.cursor = nil
    for index in part.ledger.indices { part.ledger[index].undone = true }
    parts[step.migration] = part
    let standing = lies.contains(.lowersVersions) ? [] : parts.values.filter { $0.has(.expand, "apply") }
    versions.current = max(versions.oldestSupported, standing.map(\.raisesTo).max() ?? 0)
    return .done(versions)
  }

  mutating func write(
    _ step: StepKey, tied tie: LedgerTie, limit: Int, at: Timestamp, lies: Set<TargetLie>
  ) throws(TargetError) -> BackfillBatch {
    try enter(tie, lies: lies)
    var part = try matching(step, tie)
    guard part.expanded > 0 else {
      throw .statement(code: "1", message: "no such column: fresh", statement: nil)
    }
    part.digest = step.digest
    if part.isReopened {
      let written = part.strays
      part.straysWritten += written
      part.strays = 0
      part.isReopened = false
      parts[step.migration] = part
      return BackfillBatch(rowsDone: written, rowsWritten: written, held: .milliseconds(1), isFinished: true)
    }
    let before = part.cursor ?? 0
    if part.cursor == nil { part.origin = LedgerRecord.Origin(journal: tie.journal) }
    let end = lies.contains(.skipsRows) ? Part.rows - 2 : Part.rows
    let upper = max(before, min(before + limit, end))
    for row in before..<upper { part.writes[row] += 1 }
    let isForgotten = lies.contains(.forgetsCursor) && part.writes[0] == 1
    if !isForgotten || upper == end { part.cursor = upper }
    if upper == end, !part.has(.backfill, step.step) { part.add(step, by: tie, at: at) }
    parts[step.migration] = part
    return BackfillBatch(
      rowsDone: upper - before, rowsWritten: upper - before, held: .milliseconds(1), isFinished: upper == end)
  }

  mutating func reopen(
    _ step: StepKey, tied tie: LedgerTie, lies: Set<TargetLie>
  ) throws(TargetError) -> Bool {
    try enter(tie, lies: lies)
    var part = try matching(step, tie)
    if part.has(.backfill, step.step) { part.isReopened = true }
    parts[step.migration] = part
    return true
  }

  mutating func adopt(_ tie: LedgerTie, by target: String) -> LedgerAdoption {
    let found = ledger
    ledger = LedgerIdentity(id: tie.ledger, journal: tie.journal)
    home = target
    var entries = 0
    for name in parts.keys.sorted() {
      var part = part(name)
      for index in part.ledger.indices where !part.ledger[index].undone {
        part.ledger[index].origin.adoptedBy = tie.journal
        entries += 1
      }
      part.origin.adoptedBy = tie.journal
      parts[name] = part
    }
    return LedgerAdoption(found: found, entries: entries, versions: versions)
  }

  private func enter(_ tie: LedgerTie, lies: Set<TargetLie>) throws(TargetError) {
    if lies.contains(.takesAnyLedger) { return }
    if ledger == nil, tie.isNew { return }
    guard let ledger, tie.fits(ledger) else { throw .otherLedger(expected: tie.ledger, found: ledger) }
  }

  private func matching(_ step: StepKey, _ tie: LedgerTie) throws(TargetError) -> Part {
    let part = part(step.migration)
    guard part.digest.isEmpty || part.digest == step.digest else { throw .ledger("another digest") }
    if part.record?.stranger(to: tie.journal) != nil { throw .ledger("another journal") }
    return part
  }
}

extension SimulatedDatabase.Part {
  fileprivate mutating func add(_ step: StepKey, by tie: LedgerTie, at: Timestamp) {
    ledger.append(
      LedgerRecord.Entry(
        phase: step.phase, step: step.step, appliedAt: at, undone: false,
        origin: LedgerRecord.Origin(journal: tie.journal)))
  }
}
