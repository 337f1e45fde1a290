import MigrationSQLite

/// Asks of views and triggers whether they work, by preparing what uses them. SQLite does not look into them when they
/// are made.
struct SQLiteProbe {
  enum Event: String, CaseIterable, Sendable, Hashable { case insert, update, delete }

  /// A view that is read, or an event on a table or view whose triggers are set off.
  enum Use: Sendable, Hashable {
    case read(view: String)
    case write(Event, table: String)

    var name: String {
      switch self {
      case .read(let view): "SELECT from the view \(view)"
      case .write(.insert, let table): "INSERT INTO \(table)"
      case .write(.update, let table): "UPDATE \(table)"
      case .write(.delete, let table): "DELETE FROM \(table)"
      }
    }
  }

  let sandbox: SQLiteSandbox

  /// Every use of what has a trigger or is a view; the name of the table or view in it as it is written.
  func uses() -> [Use] {
    let schema = sandbox.schema
    let views = schema.views.values.map { Use.read(view: $0.name) }
    let tables = Set(schema.triggers.values.map { foldedSQLiteName($0.table) })
    let writes = tables.compactMap { schema.tables[$0]?.name ?? schema.views[$0]?.name }
      .flatMap { table in Event.allCases.map { Use.write($0, table: table) } }
    return (views + writes).sorted { $0.name < $1.name }
  }

  /// What `use` would do, and whether it works at all.
  func look(at use: Use) -> SQLiteSandbox.Look { sandbox.look(at: statement(for: use)) }

  /// - Parameter replacing: with OR REPLACE, where the statement may have it.
  func statement(for use: Use, replacing: Bool = false) -> String {
    let policy = replacing ? " OR REPLACE" : ""
    switch use {
    case .read(let view): return "SELECT * FROM main.\(quotedSQLiteIdentifier(view))"
    case .write(.delete, let table): return "DELETE FROM main.\(quotedSQLiteIdentifier(table))"
    case .write(.insert, let table):
      let columns = writableColumns(of: table)
      let names = columns.joined(separator: ", ")
      let values = columns.map { _ in "NULL" }.joined(separator: ", ")
      return "INSERT\(policy) INTO main.\(quotedSQLiteIdentifier(table)) (\(names)) VALUES (\(values))"
    case .write(.update, let table):
      // The number of the row by all its names: a trigger is set off by the very word that an UPDATE uses.
      let known = sandbox.schema.table(table)
      let numbers = (known?.rangeKeys ?? []).filter { known?.column($0) == nil }
      let sets = (writableColumns(of: table) + numbers).map { "\($0) = NULL" }.joined(separator: ", ")
      return "UPDATE\(policy) main.\(quotedSQLiteIdentifier(table)) SET \(sets)"
    }
  }

  /// The uses that work, and what they do.
  func working() -> [Use: SQLiteSandbox.Look] {
    let looks = uses().map { ($0, look(at: $0)) }.filter { $0.1.failure == nil }
    return Dictionary(looks) { first, _ in first }
  }

  private func writableColumns(of table: String) -> [String] {
    if let known = sandbox.schema.table(table) {
      return known.columns.filter { !$0.isGenerated }.map { quotedSQLiteIdentifier($0.name) }
    }
    let rows = try? sandbox.run("PRAGMA main.table_info(\(quotedSQLiteIdentifier(table)))")
    return (rows ?? []).compactMap { $0[1].text.map(quotedSQLiteIdentifier) }
  }
}
