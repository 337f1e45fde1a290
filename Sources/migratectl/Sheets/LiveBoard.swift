import MigrationControl

/// Rollouts as they stand, drawn anew with each change: for terminals.
struct LiveBoard: Sendable {
  private struct Key: Hashable {
    let migration: String
    let target: String
  }

  private var order: [Key] = []
  private var rollouts: [Key: Wire.Rollout] = [:]

  mutating func take(_ rollout: Wire.Rollout) {
    let key = Key(migration: rollout.migration, target: rollout.target)
    if rollouts.updateValue(rollout, forKey: key) == nil { order.append(key) }
  }

  /// Lines no wider than the terminal and no more than it has, so that they can be drawn over.
  func lines(_ appearance: Appearance) -> [String] {
    let all = order.compactMap { rollouts[$0] }
    guard !all.isEmpty else { return ["Nothing is under way."] }
    let room = max(1, (appearance.height ?? Int.max) - 1)
    let shown = all.count <= room ? all : Array((all.filter(isMoving) + all.filter { !isMoving($0) }).prefix(room - 1))
    var untitled = appearance
    untitled.hasLegend = false
    var lines = table(shown, untitled).text(untitled).split(separator: "\n").map { String($0) }
    if shown.count < all.count { lines.append("… and \(all.count - shown.count) more") }
    return lines
  }

  private func isMoving(_ rollout: Wire.Rollout) -> Bool {
    switch rollout.state.shape {
    case .queued, .running: true
    case .planned, .paused, .completed, .halted, .cancelled, .rolledBack: false
    }
  }

  private func table(_ shown: [Wire.Rollout], _ appearance: Appearance) -> Table {
    var table = Table(columns: [
      TableColumn("", .left, .shrinks(9)), TableColumn("", .left, .shrinks(10)), TableColumn("", .left, .goes(2)),
      TableColumn("", .right, .goes(7)), TableColumn("", .right, .goes(1)), TableColumn("", .right, .goes(3)),
      TableColumn("", .left, .goes(4)), TableColumn("", .left, .shrinksThenGoes(0)),
    ])
    for rollout in shown {
      let words = RolloutWords(rollout, appearance)
      let backfill = rollout.state.activity == .backfill && rollout.state.shape != .completed
      let progress = backfill ? rollout.progress.map { ProgressWords($0) } : nil
      let note = progress == nil ? words.note : (rollout.detail ?? "")
      table.rows.append([
        TableCell(words.name), words.state, TableCell(progress.map { bar($0, appearance) } ?? ""),
        TableCell(progress.map { "\($0.percent)%" } ?? ""), TableCell(progress?.rows ?? ""),
        TableCell(progress?.rate ?? ""), TableCell(progress?.left ?? ""), TableCell(note),
      ])
    }
    return table
  }

  private func bar(_ progress: ProgressWords, _ appearance: Appearance) -> String {
    guard !appearance.hasGlyphs else { return progress.bar(20) }
    let full = 20 * progress.percent / 100
    return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: 20 - full) + "]"
  }
}
