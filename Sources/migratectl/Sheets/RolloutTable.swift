import MigrationControl

/// Rollouts, one a line.
struct RolloutTable: Sendable {
  let appearance: Appearance

  func text(_ rollouts: [Wire.Rollout]) -> String {
    guard !rollouts.isEmpty else { return appearance.hasLegend ? "No rollouts.\n" : "" }
    let sum = appearance.hasLegend ? "\n" + Counting.of(rollouts.count, "rollout") + ".\n" : ""
    return rows(rollouts, indent: 0) + sum
  }

  /// The table alone.
  func rows(_ rollouts: [Wire.Rollout], indent: Int) -> String {
    var table = Table(
      columns: [
        TableColumn("MIGRATION", .left, .shrinks(6)), TableColumn("TARGET", .left, .shrinks(5)),
        TableColumn("ENVIRONMENT", .left, .goes(2)), TableColumn("STATE"), TableColumn("NEXT", .left, .goes(4)),
        TableColumn("CHANGED", .left, .goes(3)), TableColumn("NOTE", .left, .shrinksThenGoes(1)),
      ], indent: indent)
    for rollout in rollouts {
      let words = RolloutWords(rollout, appearance)
      table.rows.append([
        TableCell(rollout.migration), TableCell(rollout.target), TableCell(rollout.environment), words.state,
        TableCell(rollout.next?.rawValue ?? ""), TableCell(appearance.moments.relative(rollout.changedAt)),
        TableCell(words.note),
      ])
    }
    return table.text(appearance)
  }
}
