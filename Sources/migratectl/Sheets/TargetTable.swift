import MigrationControl
import MigrationPhases

/// The configured databases, one a line.
struct TargetTable: Sendable {
  let appearance: Appearance

  func text(_ targets: [Wire.Target]) -> String {
    guard !targets.isEmpty else { return appearance.hasLegend ? "No targets: the configuration names none.\n" : "" }
    var table = Table(columns: [
      TableColumn("TARGET", .left, .shrinks(6)), TableColumn("ENVIRONMENT", .left, .goes(4)),
      TableColumn("GROUPS", .left, .shrinksThenGoes(2)), TableColumn("ENGINE", .left, .goes(3)),
      TableColumn("REACHABLE"), TableColumn("SCHEMA", .left, .goes(5)), TableColumn("LATENCY", .right, .goes(1)),
      TableColumn("NOTE", .left, .shrinksThenGoes(0)),
    ])
    for target in targets {
      table.rows.append([
        TableCell(target.name), TableCell(target.environment), TableCell(target.groups.joined(separator: ",")),
        TableCell(target.engine ?? ""), target.reachable ? TableCell("yes", .good) : TableCell("NO", .bad),
        TableCell(versions(target)), TableCell(target.latency.map { Duration.microseconds($0).inWords } ?? ""),
        target.objection.map { TableCell($0, .bad) } ?? TableCell(target.message ?? ""),
      ])
    }
    let sum = appearance.hasLegend ? "\n" + Counting.of(targets.count, "target") + ".\n" : ""
    return table.text(appearance) + sum
  }

  /// `1..2`: what an application may require.
  private func versions(_ target: Wire.Target) -> String {
    switch (target.oldestSupported, target.currentVersion) {
    case (let oldest?, let current?): oldest == current ? "\(current)" : "\(oldest)..\(current)"
    case (nil, let current?): "\(current)"
    case (_, nil): ""
    }
  }
}
