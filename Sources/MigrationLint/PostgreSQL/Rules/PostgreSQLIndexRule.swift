import MigrationPhases

/// An index on an old table is built while the application works.
enum PostgreSQLIndexRule: PostgreSQLRule {
  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    let fields = statement.fields
    let severity: Finding.Severity = script.kind == .contract ? .warning : .error
    switch statement.type {
    case "IndexStmt":
      guard let table = PostgreSQLName(relation: fields["relation"]), !script.made.hasTable(table) else { return [] }
      var findings: [Finding] = []
      let name = fields.text("idxname")
      if !fields.flag("concurrent") {
        findings.append(
          statement.finding(
            .blocksWriters, as: severity, "CREATE INDEX on \(table) keeps every writer out while it is built",
            hint: "write CREATE INDEX CONCURRENTLY"))
      } else if name == nil {
        findings.append(
          statement.finding(
            .notAnalysable,
            "CREATE INDEX CONCURRENTLY on \(table) without a name: nobody could tell whether it was built",
            hint: "give it a name"))
      }
      if fields.flag("unique"), script.kind == .expand {
        findings.append(
          statement.finding(
            .uniqueIndex, as: .warning,
            "UNIQUE INDEX \(name ?? ""): rows of \(table) that are equal there make it fail, now or for the running release",
            hint: "make sure by a query that there are none and that the running release writes none"))
      }
      return findings
    case "ReindexStmt" where !hasOption("concurrently", fields.list("params")):
      return [
        statement.finding(
          .blocksWriters, as: severity, "REINDEX keeps writers out while it runs", hint: "write REINDEX … CONCURRENTLY")
      ]
    case "VacuumStmt" where hasOption("full", fields.list("options")):
      return [
        statement.finding(
          .blocksWriters, as: severity, "VACUUM FULL keeps everybody out while it writes the table anew",
          hint: "write VACUUM without FULL")
      ]
    case "RefreshMatViewStmt" where !fields.flag("concurrent"):
      return [
        statement.finding(
          .blocksWriters, as: .warning, "REFRESH MATERIALIZED VIEW keeps its readers out while it runs",
          hint: "write CONCURRENTLY, which needs a unique index on it")
      ]
    default: return []  // the types come from PostgreSQL's grammar; the others build no index
    }
  }

  private static func hasOption(_ name: String, _ options: [PostgreSQLTree]) -> Bool {
    options.contains { $0["DefElem"]?.text("defname") == name }
  }
}
