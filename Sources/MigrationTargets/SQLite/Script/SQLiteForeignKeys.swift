import Dispatch
import MigrationPhases
import MigrationSQLite

/// Finds rows that a script left without the rows they refer to. SQLite does not: foreign keys are not enforced while a
/// step runs, so that tables can be rebuilt (https://sqlite.org/lang_altertable.html#otheralter).
struct SQLiteForeignKeys {
  let session: SQLiteSession

  /// How long others may be kept out for it; what takes longer is left unchecked.
  private static let bound = Duration.seconds(1)

  /// Throws when rows of, or referring to, the tables written lack what they refer to and did not before the script.
  func check(written tables: Set<String>, by statement: ScriptStatement?) throws(TargetError) {
    guard !tables.isEmpty else { return }
    for table in try concerned(tables) {
      guard let after = try lacking(in: table, session), after > 0 else { continue }
      // As it was before the script, which only this connection sees yet.
      let before = try? SQLiteSession(
        connection: session.file.open(.reading, bounds: session.bounds), file: session.file, stop: SQLiteStop(),
        bounds: session.bounds
      ).snapshot { other throws(TargetError) in try lacking(in: table, other) ?? 0 }
      guard after > before ?? 0 else { continue }
      throw .statement(
        code: "787",
        message: "the script leaves \(after) rows of \(table) without the row that a foreign key of theirs names "
          + "(\(before ?? 0) before it); nothing was applied", statement: statement)
    }
  }

  /// The tables with foreign keys that were written, or that refer to one that was.
  private func concerned(_ tables: Set<String>) throws(TargetError) -> [String] {
    let rows = try session.run(
      """
      SELECT DISTINCT l.name, lower(l.name), lower(k."table")
      FROM pragma_table_list AS l, pragma_foreign_key_list(l.name) AS k WHERE l.schema = 'main' AND l.type = 'table'
      """)
    var names: [String] = []
    for row in rows where row.dropFirst().contains(where: { $0.text.map(tables.contains) ?? false }) {
      if let name = row[0].text, !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// Nil when it is not known: it took too long, or the table's foreign keys are themselves wrong.
  private func lacking(in table: String, _ session: SQLiteSession) throws(TargetError) -> Int? {
    let interrupter = session.connection.interrupter
    defer { interrupter.detach() }
    interrupter.interrupt(after: Self.bound)
    do throws(SQLiteError) {
      let rows = try session.connection.run(
        "SELECT count(*) FROM pragma_foreign_key_check(:table)", [":table": .text(table)])
      return rows[0][0].integer.map { Int($0) }
    } catch {
      try session.checkStop()
      return nil
    }
  }
}

extension SQLiteInterrupter {
  fileprivate func interrupt(after time: Duration) {
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(time / .milliseconds(1)))) { [weak self] in
      self?.interrupt()
    }
  }
}
