/// What a statement sets out to do, by its words alone: right even where the names in it cannot be resolved.
enum SQLiteVerb: Sendable, Hashable {
  enum Kind: String, Sendable, Hashable {
    case table, index, view, trigger
  }

  case create(Kind, name: String, isTemporary: Bool)
  case drop(Kind, name: String)
  case alter(table: String, Alteration)
  case insert(table: String, orReplace: Bool)
  case update(table: String, orReplace: Bool)
  case delete(table: String, hasCondition: Bool)
  case select
  /// BEGIN and its like; the word.
  case transaction(String)
  /// ATTACH or DETACH; the word.
  case attach(String)
  case pragma
  case vacuum
  case reindex
  case analyze
  case explain
  /// No statement of SQLite's; the first word.
  case other(String)

  enum Alteration: Sendable, Hashable {
    case renameTable(to: String)
    case renameColumn(String)
    case addColumn(String)
    case dropColumn(String)
    case unknown
  }

  /// Whether it can change the schema.
  var isSchemaChange: Bool {
    switch self {
    case .create, .drop, .alter, .analyze: true
    case .insert, .update, .delete, .select, .transaction, .attach, .pragma, .vacuum, .reindex, .explain, .other: false
    }
  }

  /// Whether it writes rows and nothing else.
  var writesRows: Bool { writtenTable != nil }

  /// The table or view whose rows it writes.
  var writtenTable: String? {
    switch self {
    case .insert(let table, _), .update(let table, _), .delete(let table, _): table
    case .create, .drop, .alter, .select, .transaction, .attach, .pragma, .vacuum, .reindex, .analyze, .explain, .other:
      nil
    }
  }

  /// Whether SQLite may be asked to prepare it here. What it does to the connection, or to files, must not happen even
  /// in a copy; and PRAGMA may act while it is prepared.
  var mayBePrepared: Bool {
    switch self {
    case .transaction, .attach, .pragma, .vacuum: false
    case .create, .drop, .alter, .insert, .update, .delete, .select, .reindex, .analyze, .explain, .other: true
    }
  }
}
