import MigrationSQLite

/// Triggers that keep columns in step in a SQLite database. SQLite's cannot change the row that is about to be written,
/// so they write it a second time, by its key. While one of them writes, a row in a table of their own keeps the others
/// quiet: it never outlives the statement.
struct SQLiteInStep {
  let session: SQLiteSession
  var inStep: InStep

  static let prefix = "migrated_in_step_"

  private var base: String { Self.prefix + inStep.migration }
  private var quiet: String { quotedSQLiteIdentifier(base) }

  /// What is made, by name.
  private struct Object {
    var name: String
    var kind: String
    var sql: String
  }

  /// Within the transaction of expand, after its script. SQLite looks at a trigger's body when it is set off, and a wrong
  /// one would make the application's writes fail: so what it will write is prepared before.
  func install() throws(TargetError) {
    let work = BackfillWork.update(
      table: inStep.table, assignments: inStep.forward + inStep.reverse, condition: inStep.condition)
    let key = try SQLiteBackfillKey.find(table: inStep.table, in: session)
    try SQLiteBackfillPreparation(session: session, work: work).check(by: key)
    for object in try objects() { try session.run(object.sql) }
  }

  /// Within the transaction of contract or of the way back, before its script. What is not there is left.
  func remove() throws(TargetError) {
    let rows = try session.run(
      "SELECT type, name FROM sqlite_schema WHERE name = :base OR substr(name, 1, length(:base) + 1) = :base || '.'",
      [":base": .text(base)])
    for row in rows where row[0] == .text("trigger") {
      try session.run("DROP TRIGGER main.\(quotedSQLiteIdentifier(row[1].text ?? ""))")
    }
    if rows.contains(where: { $0[0] == .text("table") }) { try session.run("DROP TABLE main.\(quiet)") }
  }

  /// That they are there as they were made, and that writing a row sets them off without an error. To be rolled back.
  func probe() throws(TargetError) {
    for object in try objects() {
      let found = try session.run(
        "SELECT sql FROM sqlite_schema WHERE type = :kind AND name = :name",
        [":kind": .text(object.kind), ":name": .text(object.name)])
      guard let sql = found.first?[0].text else {
        throw .unsupported("\(inStep.table) lacks the \(object.kind) \(object.name), which keeps its columns in step")
      }
      guard SQLiteSchema.normalised(sql) == SQLiteSchema.normalised(object.sql) else {
        throw .unsupported("the \(object.kind) \(object.name), which keeps \(inStep.table) in step, was altered")
      }
    }
    let key = try SQLiteBackfillKey.find(table: inStep.table, in: session)
    let names = key.columns.map { quotedSQLiteIdentifier($0.name) }
    let row = names.joined(separator: ", ")
    let sets = try inputs(of: inStep.forward).union(inputs(of: inStep.reverse)).sorted()
      .map { "\(quotedSQLiteIdentifier($0)) = \(quotedSQLiteIdentifier($0))" }
    try session.run(
      "UPDATE \(table) SET \(sets.joined(separator: ", ")) WHERE (\(row)) = (SELECT \(row) FROM \(table) LIMIT 1)")
  }

  /// Keeps them quiet, until `body` has ended, in the transaction that is open.
  static func quietly<T>(
    _ migration: String, in session: SQLiteSession, _ body: () throws(TargetError) -> T
  ) throws(TargetError) -> T {
    let name = prefix + migration
    let isThere = try !session.run(
      "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = :name", [":name": .text(name)]
    ).isEmpty
    guard isThere else { return try body() }
    try session.run("INSERT INTO main.\(quotedSQLiteIdentifier(name)) VALUES (1)")
    let result = try body()
    try session.run("DELETE FROM main.\(quotedSQLiteIdentifier(name))")
    return result
  }

  private var table: String { "main.\(quotedSQLiteIdentifier(inStep.table))" }

  private func objects() throws(TargetError) -> [Object] {
    let key = try SQLiteBackfillKey.find(table: inStep.table, in: session)
    let row = key.columns.map { column in
      let name = quotedSQLiteIdentifier(column.name)
      // In the order of the key's index, by which alone a row is one.
      return "\(name) = NEW.\(name)" + (column.collation.map { " COLLATE \(quotedSQLiteIdentifier($0))" } ?? "")
    }.joined(separator: " AND ")
    var objects = [
      Object(name: base, kind: "table", sql: "CREATE TABLE \(quiet) (writes INTEGER NOT NULL)"),
      trigger(
        "inserted", "AFTER INSERT", when: [], writes: inStep.forward, where: "\(row) AND (\(inStep.condition)\n)"),
      trigger(
        "updated", "AFTER UPDATE OF \(list(try inputs(of: inStep.forward)))",
        when: [changed(try inputs(of: inStep.forward)), kept(inStep.forward)], writes: inStep.forward, where: row),
    ]
    guard !inStep.reverse.isEmpty else { return objects }
    let missing = inStep.reverse.map { "\(quotedSQLiteIdentifier($0.column)) IS NULL" }.joined(separator: " OR ")
    let filling = inStep.reverse.map { assignment in
      BackfillWork.Assignment(
        column: assignment.column,
        expression: "coalesce(\(quotedSQLiteIdentifier(assignment.column)), (\(assignment.expression)\n))")
    }
    objects += [
      trigger(
        "inserted.back", "AFTER INSERT", when: [], writes: filling,
        where: "\(row) AND (\(missing)) AND NOT coalesce((\(inStep.condition)\n), 0)"),
      trigger(
        "updated.back", "AFTER UPDATE OF \(list(try inputs(of: inStep.reverse)))",
        when: [changed(try inputs(of: inStep.reverse)), kept(inStep.reverse)], writes: inStep.reverse, where: row),
    ]
    return objects
  }

  private func trigger(
    _ suffix: String, _ event: String, when conditions: [String], writes: [BackfillWork.Assignment],
    where condition: String
  ) -> Object {
    let name = "\(base).\(suffix)"
    let guards = ["NOT EXISTS (SELECT 1 FROM \(quiet))"] + conditions
    // The line's end closes a comment that an expression may end in.
    let sets = writes.map { "\(quotedSQLiteIdentifier($0.column)) = (\($0.expression)\n)" }
    return Object(
      name: name, kind: "trigger",
      sql: """
        CREATE TRIGGER \(quotedSQLiteIdentifier(name)) \(event) ON \(quotedSQLiteIdentifier(inStep.table))
        WHEN \(guards.joined(separator: " AND "))
        BEGIN
          INSERT INTO \(quiet) VALUES (1);
          UPDATE \(quotedSQLiteIdentifier(inStep.table)) SET \(sets.joined(separator: ", ")) WHERE \(condition);
          DELETE FROM \(quiet);
        END
        """)
  }

  private func changed(_ columns: Set<String>) -> String {
    "(" + columns.sorted().map { compared($0, "IS NOT") }.joined(separator: " OR ") + ")"
  }

  private func kept(_ assignments: [BackfillWork.Assignment]) -> String {
    assignments.map { compared($0.column, "IS") }.joined(separator: " AND ")
  }

  private func compared(_ column: String, _ word: String) -> String {
    let name = quotedSQLiteIdentifier(column)
    return "NEW.\(name) \(word) OLD.\(name)"
  }

  private func list(_ columns: Set<String>) -> String {
    columns.sorted().map(quotedSQLiteIdentifier).joined(separator: ", ")
  }

  /// The table's columns that expressions read, as SQLite itself resolves them.
  private func inputs(of assignments: [BackfillWork.Assignment]) throws(TargetError) -> Set<String> {
    guard !assignments.isEmpty else { return [] }
    let watch = SQLiteGuard(.reading)
    let expressions = assignments.map { "(\($0.expression)\n)" }.joined(separator: ", ")
    do throws(SQLiteError) {
      _ = try watch.prepare("SELECT \(expressions) FROM \(table)", on: session.connection)
    } catch {
      throw session.map(error)
    }
    let own = inStep.table.lowercased()
    let columns = Set(watch.read.filter { $0.first?.lowercased() == own }.compactMap(\.second)).subtracting([""])
    guard !columns.isEmpty else {
      throw .unsupported(
        "what keeps \(inStep.table) in step reads none of its columns; a DEFAULT does as much without a trigger")
    }
    return columns
  }
}
