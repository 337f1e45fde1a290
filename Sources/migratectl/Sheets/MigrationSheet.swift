import MigrationControl
import MigrationPhases

/// Everything about one migration.
struct MigrationSheet: Sendable {
  let appearance: Appearance

  private var moments: Moments { appearance.moments }

  func text(_ reply: Call.Show.Reply) -> String {
    let migration = reply.migration
    var sheet = Sheet()
    sheet.add("Owner", migration.owner)
    sheet.add("Targets", "group \(migration.group)")
    sheet.add("Schema", "version \(migration.schemaVersion) once expand is complete")
    sheet.add("Digest", migration.digest)
    sheet.add("Registered", "\(moments.both(migration.registeredAt)) by \(who(migration.registeredBy))")
    let title = "\(SafeText.line(migration.name)): "
    let first =
      Tone.strong.paint(title, appearance)
      + Wrapping.hanging(title, migration.description, appearance).dropFirst(title.count)
    return first + sheet.text(appearance) + reply.rollouts.map { "\n" + rollout($0) }.joined()
  }

  private func rollout(_ detail: Wire.RolloutDetail) -> String {
    let rollout = detail.rollout
    let words = RolloutWords(rollout, appearance)
    let title = SafeText.line("On \(rollout.target) (\(rollout.environment))")
    var sheet = Sheet()
    sheet.add("State", rollout.state.text, words.tone)
    sheet.add("Since", moments.both(rollout.changedAt))
    switch rollout.state.shape {
    case .halted: sheet.add("Why", words.haltSentence)
    case .planned, .queued, .running, .paused, .completed, .cancelled, .rolledBack: sheet.add("Last", rollout.detail)
    }
    sheet.add("Backfill", rollout.progress.map { backfill($0) })
    sheet.add("Waiting", rollout.waitingUntil.map { "until \(moments.both($0))" })
    sheet.add("Next", words.next)
    return Tone.strong.paint(title, appearance) + "\n" + sheet.text(appearance) + steps(detail.steps)
      + signOffs(detail.signOffs) + approvals(detail.approvals) + restorePoints(detail.restorePoints)
  }

  private func backfill(_ progress: Wire.Progress) -> String {
    "\(ProgressWords(progress).long); \(Counting.grouped(progress.rowsWritten)) written, \(moments.relative(progress.at))"
  }

  private func steps(_ steps: [Wire.Step]) -> String {
    guard let first = steps.first else { return "" }
    var table = Table(
      columns: [
        TableColumn("#", .right), TableColumn("STEP", .left, .shrinks(5)), TableColumn("STATUS"),
        TableColumn("BEGAN", .left, .goes(2)), TableColumn("TOOK", .right, .goes(3)),
        TableColumn("DETAIL", .left, .shrinksThenGoes(1)),
      ], indent: 4)
    for step in steps {
      let took = step.endedAt.map { Duration.microseconds($0 - step.startedAt).inWords } ?? ""
      table.rows.append([
        TableCell("\(step.ordinal)"), TableCell(step.name), TableCell(step.status.rawValue, tone(step.status)),
        TableCell(moments.text(step.startedAt)), TableCell(took), TableCell(step.detail ?? ""),
      ])
    }
    return section("Steps of \(first.activity), try \(first.attempt)") + table.text(appearance)
  }

  private func tone(_ status: Wire.Step.Status) -> Tone {
    switch status {
    case .intended: .active
    case .done, .resolvedDone: .good
    case .failed, .unknown: .bad
    case .resolvedNotDone: .warning
    }
  }

  private func signOffs(_ claims: [Wire.SignOffClaim]) -> String {
    guard !claims.isEmpty else { return "" }
    var table = Table(
      columns: [
        TableColumn("ITEM", .left, .shrinks(4)), TableColumn("BY", .left, .shrinks(5)),
        TableColumn("WHEN", .left, .goes(2)), TableColumn("UNTIL", .left, .goes(3)),
        TableColumn("EVIDENCE", .left, .shrinksThenGoes(1)),
      ], indent: 4)
    for claim in claims {
      table.rows.append([
        TableCell(claim.item), TableCell(claim.by.user), TableCell(moments.text(claim.at)),
        expiry(claim.expiresAt), TableCell(claim.evidence),
      ])
    }
    return section("Sign-offs") + table.text(appearance)
  }

  private func approvals(_ approvals: [Wire.Approval]) -> String {
    guard !approvals.isEmpty else { return "" }
    var table = Table(
      columns: [
        TableColumn("PHASE"), TableColumn("BY", .left, .shrinks(5)), TableColumn("WHEN", .left, .goes(2)),
        TableColumn("UNTIL", .left, .goes(3)), TableColumn("COMMENT", .left, .shrinksThenGoes(1)),
      ], indent: 4)
    for (index, approval) in approvals.enumerated() where !approvals[..<index].contains(where: { $0.covers(approval) })
    {
      table.rows.append([
        TableCell(approval.phase.rawValue), TableCell(approval.by.user), TableCell(moments.text(approval.at)),
        expiry(approval.expiresAt), TableCell(approval.comment ?? ""),
      ])
    }
    return section("Approvals") + table.text(appearance)
  }

  private func restorePoints(_ points: [Wire.RestorePoint]) -> String {
    guard !points.isEmpty else { return "" }
    var text = section("Restore points")
    for point in points {
      if let moment = RestoreMoment(point) {
        text += moment.text(appearance)
        continue
      }
      text += "    \(SafeText.line(point.path))\n"
      text += Wrapping.hanging("      ", "\(Counting.bytes(point.bytes)), made \(moments.both(point.at))", appearance)
      text += "      sha256 \(point.sha256)\n"
    }
    return text
  }

  private func section(_ title: String) -> String { "  " + Tone.strong.paint(SafeText.line(title), appearance) + "\n" }

  private func expiry(_ at: Int?) -> TableCell {
    guard let at else { return TableCell("for ever") }
    let isOver = Timestamp(microseconds: Int64(at)) <= moments.now
    return TableCell(moments.text(at) + (isOver ? " (expired)" : ""), isOver ? .warning : .plain)
  }

  private func who(_ actor: Wire.Actor) -> String { "\(actor.user) (uid \(actor.uid))" }
}

extension Wire.Approval {
  /// The same person had said the same before, and it counted still.
  fileprivate func covers(_ later: Wire.Approval) -> Bool {
    phase == later.phase && digest == later.digest && by.uid == later.by.uid
      && (expiresAt.map { later.at < $0 } ?? true)
  }
}
