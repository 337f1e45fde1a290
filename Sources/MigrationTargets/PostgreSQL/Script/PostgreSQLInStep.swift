import MigrationDigest
import MigrationPostgreSQL

/// Triggers that keep columns in step in a PostgreSQL database. They change the row before it is written, so that it is
/// written once, and nothing they do sets off another. Their functions lie beside the ledger. While
/// `migrated.in_step` is `off`, which only lasts as long as a transaction, they do nothing.
struct PostgreSQLInStep {
  let call: PostgreSQLCall
  var inStep: InStep

  private static let setting = "migrated.in_step"

  /// Names are at most 63 bytes: the migration's own could be longer.
  private var name: String { "in_step_" + SHA256.hex(of: inStep.migration.utf8).prefix(12) }
  private var function: String { "migrated.\(name)" }
  /// Triggers go by their names: these come after most others, and see what those made of the row.
  private var triggers: (insert: String, update: String) {
    ("zz_migrated_\(name)_insert", "zz_migrated_\(name)_update")
  }

  /// Within expand's last transaction, after its statements. PostgreSQL looks at what is in a function when it is called,
  /// and a wrong one would make the application's writes fail: so all of it is tried before.
  func install() throws(TargetError) {
    if try isInstalled() { return }
    let key = try PostgreSQLBackfillKey.find(table: inStep.table, in: call)
    let (table, writes) = (key.table, inStep.forward + inStep.reverse)
    let work = BackfillWork.update(table: table, assignments: writes, condition: inStep.condition)
    try PostgreSQLBackfillPreparation(call: call, work: work).check(by: key)
    try call.run(
      "SELECT \(list(writes)) FROM \(row(of: "(SELECT * FROM \(table) LIMIT 0)")) WHERE (\(inStep.condition)\n)")
    try remove()
    try call.run("CREATE FUNCTION \(function)() RETURNS trigger LANGUAGE plpgsql AS \(quoted(body))")
    try call.run("COMMENT ON FUNCTION \(function)() IS \(quoted("keeps \(table) in step for \(inStep.migration)"))")
    try call.run(
      "CREATE TRIGGER \(triggers.insert) BEFORE INSERT ON \(table) FOR EACH ROW EXECUTE FUNCTION \(function)()")
    // What a backfill writes does not even call it.
    let kept = inStep.reverse.isEmpty ? "WHEN (\(unchanged(inStep.forward)))" : ""
    try call.run(
      "CREATE TRIGGER \(triggers.update) BEFORE UPDATE ON \(table) FOR EACH ROW \(kept) EXECUTE FUNCTION \(function)()")
  }

  /// Within the first transaction of contract, or of the way back, before its statements. What is not there is left.
  func remove() throws(TargetError) {
    try call.run("DROP FUNCTION IF EXISTS \(function)() CASCADE")
  }

  /// By an earlier part of the script.
  private func isInstalled() throws(TargetError) -> Bool {
    do throws(TargetError) {
      _ = try check()
      return true
    } catch .unsupported { return false }
  }

  /// That they are there as they were made and not switched off, and that writing a row sets them off without an error.
  func probe() throws(TargetError) {
    let table = try check()
    let column = quotedPostgreSQLIdentifier(inStep.forward[0].column)
    try call.run(
      "UPDATE \(table) SET \(column) = \(column) WHERE ctid = (SELECT ctid FROM \(table) LIMIT 1 FOR UPDATE SKIP LOCKED)"
    )
  }

  /// The table, where its triggers are as they were made.
  private func check() throws(TargetError) -> String {
    let table = try PostgreSQLBackfillKey.find(table: inStep.table, in: call).table
    let rows = try call.run(
      """
      SELECT t.tgname, t.tgenabled, p.prosrc FROM pg_catalog.pg_trigger AS t
      JOIN pg_catalog.pg_proc AS p ON p.oid = t.tgfoid
      WHERE t.tgrelid = CAST(to_regclass($1) AS oid) AND t.tgname IN ($2, $3)
      """, [.text(table), .text(triggers.insert), .text(triggers.update)]
    ).rows
    for trigger in [triggers.insert, triggers.update] {
      guard let row = rows.first(where: { $0[0] == trigger }) else {
        throw .unsupported("\(table) lacks the trigger \(trigger), which keeps its columns in step")
      }
      guard row[1] == "O" || row[1] == "A" else {
        throw .unsupported("the trigger \(trigger), which keeps \(table) in step, is switched off")
      }
      guard row[2] == body else {
        throw .unsupported("the function \(function), which keeps \(table) in step, was altered")
      }
    }
    return table
  }

  /// Keeps them quiet in the transaction that is open.
  static func keepQuiet(in call: PostgreSQLCall) throws(TargetError) {
    try call.run("SELECT pg_catalog.set_config($1, 'off', true)", [.text(setting)])
  }

  /// A row's columns go by their names, and by the table's.
  private func row(_ record: String) -> String { row(of: "(SELECT \(record).*)") }

  private func row(of query: String) -> String {
    let name = inStep.table.split(separator: ".").last.map(String.init) ?? inStep.table
    let alias = name.hasPrefix("\"") ? name : quotedPostgreSQLIdentifier(name)
    return "\(query) AS \(alias)"
  }

  private var body: String {
    let forward = fill(inStep.forward)
    let reverse = inStep.reverse.isEmpty ? "" : fill(inStep.reverse)
    return """

      #variable_conflict use_column
      BEGIN
        IF pg_catalog.current_setting('\(Self.setting)', true) = 'off' THEN RETURN NEW; END IF;
        IF TG_OP = 'INSERT' THEN
          IF (SELECT (\(inStep.condition)
            ) FROM \(row("NEW"))) THEN
            \(forward)
          \(reverse.isEmpty ? "" : "ELSIF \(missing) THEN \(fill(filling))")
          END IF;
        ELSIF \(unchanged(inStep.forward)) THEN
          IF (SELECT ROW(\(list(inStep.forward))) FROM \(row("NEW")))
            IS DISTINCT FROM (SELECT ROW(\(list(inStep.forward))) FROM \(row("OLD"))) THEN
            \(forward)
          END IF;
        \(reverse.isEmpty ? "" : "ELSIF \(unchanged(inStep.reverse)) THEN \(reverse)")
        END IF;
        RETURN NEW;
      END
      """
  }

  /// Old columns that were not given.
  private var missing: String {
    inStep.reverse.map { "NEW.\(quotedPostgreSQLIdentifier($0.column)) IS NULL" }.joined(separator: " OR ")
  }

  private var filling: [BackfillWork.Assignment] {
    inStep.reverse.map { assignment in
      let column = quotedPostgreSQLIdentifier(assignment.column)
      return BackfillWork.Assignment(
        column: assignment.column, expression: "coalesce(\(column), (\(assignment.expression)\n))")
    }
  }

  private func fill(_ assignments: [BackfillWork.Assignment]) -> String {
    let targets = assignments.map { "NEW.\(quotedPostgreSQLIdentifier($0.column))" }.joined(separator: ", ")
    return "SELECT \(list(assignments)) INTO \(targets) FROM \(row("NEW"));"
  }

  /// The line's end closes a comment that an expression may end in.
  private func list(_ assignments: [BackfillWork.Assignment]) -> String {
    assignments.map { "(\($0.expression)\n)" }.joined(separator: ", ")
  }

  private func unchanged(_ assignments: [BackfillWork.Assignment]) -> String {
    assignments.map { assignment in
      let column = quotedPostgreSQLIdentifier(assignment.column)
      return "NEW.\(column) IS NOT DISTINCT FROM OLD.\(column)"
    }.joined(separator: " AND ")
  }

  /// As a string constant that backslashes mean nothing in.
  private func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}
