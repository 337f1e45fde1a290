import MigrationControl

/// What became of everything that was due.
struct DueTable: Sendable {
  let appearance: Appearance

  func text(_ results: [Wire.DueResult]) -> String {
    guard !results.isEmpty else { return appearance.hasLegend ? "Nothing was due.\n" : "" }
    var table = Table(columns: [
      TableColumn("MIGRATION", .left, .shrinks(5)), TableColumn("TARGET", .left, .shrinks(4)),
      TableColumn("STARTED"), TableColumn("STATE"), TableColumn("WHY NOT", .left, .shrinksThenGoes(1)),
    ])
    for result in results {
      table.rows.append([
        TableCell(result.rollout.migration), TableCell(result.rollout.target),
        result.advanced ? TableCell("yes", .good) : TableCell("no"),
        RolloutWords(result.rollout, appearance).state, TableCell(result.message ?? ""),
      ])
    }
    return table.text(appearance)
  }
}
