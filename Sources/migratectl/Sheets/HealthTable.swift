import MigrationPhases

/// How the configured databases are, one a line.
struct HealthTable: Sendable {
  let appearance: Appearance

  func text(_ reports: [HealthReport]) -> String {
    guard !reports.isEmpty else { return appearance.hasLegend ? "No targets: the configuration names none.\n" : "" }
    var table = Table(columns: [
      TableColumn("TARGET", .left, .shrinks(6)), TableColumn("ENVIRONMENT", .left, .goes(4)),
      TableColumn("ENGINE", .left, .goes(3)), TableColumn("OK"), TableColumn("SCHEMA", .right),
      TableColumn("OLDEST", .right, .goes(5)), TableColumn("LATENCY", .right, .goes(2)),
      TableColumn("P50", .right, .goes(1)), TableColumn("P99", .right, .goes(1)),
      TableColumn("ERROR", .left, .shrinksThenGoes(0)),
    ])
    for report in reports {
      let health = report.health
      table.rows.append([
        TableCell(health.target), TableCell(health.environment), TableCell(health.engine),
        report.isOK ? TableCell("yes", .good) : TableCell("NO", .bad), number(health.currentVersion),
        number(health.oldestSupported), span(health.latency), span(health.p50), span(health.p99),
        TableCell(report.error ?? "", .bad),
      ])
    }
    let well = reports.count { $0.isOK }
    let sum = appearance.hasLegend ? "\n\(Counting.of(reports.count, "target")), \(well) ok.\n" : ""
    return table.text(appearance) + sum
  }

  private func number(_ number: Int?) -> TableCell { TableCell(number.map { "\($0)" } ?? "") }

  private func span(_ microseconds: Int?) -> TableCell {
    TableCell(microseconds.map { Duration.microseconds($0).inWords } ?? "")
  }
}
