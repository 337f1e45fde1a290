import MigrationSQLite

/// Keeps a plan's statements to what may run inside a step: nothing that ends the transaction, leaves the database file,
/// changes the connection, or touches the ledger.
final class SQLiteGuard {
  enum Allowance: Sendable, Hashable {
    case writing, reading
  }

  private let allowance: Allowance
  /// Why the last statement was refused, for a person.
  private(set) var refusal: String?
  /// What the last statement writes on its own behalf, not through a trigger.
  private(set) var written: [AuthorizedAction] = []
  /// What it reads, as table and column.
  private(set) var read: [AuthorizedAction] = []

  init(_ allowance: Allowance) { self.allowance = allowance }

  /// Prepares the only statement in `sql` under guard.
  func prepare(_ sql: String, on connection: SQLiteConnection) throws(SQLiteError) -> SQLiteStatement {
    refusal = nil
    written = []
    read = []
    connection.setAuthorizer { [self] in decide($0) }
    defer { connection.setAuthorizer(nil) }
    do throws(SQLiteError) {
      let statement = try connection.prepare(sql)
      if allowance == .reading, !statement.isReadOnly { throw refused("it would write; only reading is allowed here") }
      return statement
    } catch {
      guard let refusal else { throw error }
      throw refused(refusal)
    }
  }

  // 23 is SQLITE_AUTH.
  private func refused(_ reason: String) -> SQLiteError { SQLiteError(extendedCode: 23, message: reason) }

  private func decide(_ action: AuthorizedAction) -> Authorization {
    let code = SQLiteActionCode(rawValue: action.code)
    if let reason = reason(against: action, code) {
      refusal = refusal ?? reason
      return .deny
    }
    switch code {
    case .delete, .insert, .update: if action.trigger == nil { written.append(action) }
    case .read: read.append(action)
    case .pragma, .select, .transaction, .attach, .detach, .savepoint, nil: break
    }
    return .allow
  }

  private func reason(against action: AuthorizedAction, _ code: SQLiteActionCode?) -> String? {
    switch code {
    case .transaction: return "\(action.first ?? "this") is not allowed here: a step is one transaction of its own"
    case .savepoint: return "savepoints are not allowed here: a step is one transaction of its own"
    case .attach, .detach: return "other database files are not allowed here: a step changes one database"
    case .pragma: return pragmaReason(action.first?.lowercased() ?? "", hasArgument: action.second != nil)
    case .read:
      return action.first?.lowercased() == "pragma_optimize" ? pragmaReason("optimize", hasArgument: false) : nil
    case .select: return nil
    case .delete, .insert, .update, nil:
      let names = [action.first, action.second].compactMap { $0?.lowercased() }
      guard names.contains(where: SQLiteLedgerLayout.tables.contains) else { return nil }
      return "the tables migrated_… are the ledger's; a plan must not touch them"
    }
  }

  private func pragmaReason(_ name: String, hasArgument: Bool) -> String? {
    if Self.readingPragmas.contains(name) || Self.settings.contains(name) && !hasArgument { return nil }
    // FTS5 prepares it inside whatever writes to one of its tables, or drops one.
    if name == "data_version", !hasArgument { return nil }
    if allowance == .writing, Self.writingPragmas.contains(name) { return nil }
    return "PRAGMA \(name) is not allowed here: it is not undone with the transaction, or has no effect inside one"
  }

  private static let readingPragmas: Set<String> = [
    "collation_list", "compile_options", "database_list", "foreign_key_check", "foreign_key_list", "freelist_count",
    "function_list", "index_info", "index_list", "index_xinfo", "integrity_check", "page_count", "quick_check",
    "table_info", "table_list", "table_xinfo",
  ]

  /// Read without a value, set with one.
  private static let settings: Set<String> = ["application_id", "foreign_keys", "schema_version", "user_version"]

  /// Kept in the file's header and rolled back with the transaction, or gone with the step's own connection.
  private static let writingPragmas: Set<String> = ["application_id", "legacy_alter_table", "user_version"]
}
