import GRDB

/// The layout inside the file: recognised, made, upgraded.
enum JournalLayout {
  /// Makes the layout in an empty database or upgrades an older one, in one transaction.
  /// Answers the version that there was; nil for a new or a current one.
  static func bringUpToDate(_ database: Database, path: String) throws -> Int? {
    let found = try version(of: database, path: path)
    guard found < SchemaVersion.present else { return nil }
    try database.inTransaction(.immediate) {
      // Another process may have been faster.
      let now = try version(of: database, path: path)
      for step in SchemaVersion.all where step.number > now {
        try database.execute(sql: step.sql)
        try database.execute(sql: "PRAGMA user_version = \(step.number)")
      }
      try database.execute(sql: "PRAGMA application_id = \(SchemaVersion.applicationID)")
      if now > 0 { try note(upgradeFrom: now, in: database, path: path) }
      return .commit
    }
    return found == 0 ? nil : found
  }

  /// Leaves an entry in the history: what came before it says less than what a newer version writes. Its time is the last
  /// entry's. An empty history has nothing before it.
  private static func note(upgradeFrom version: Int, in database: Database, path: String) throws {
    let access = JournalAccess(database, path: path)
    defer { access.end() }
    let transaction = JournalTransaction(access)
    guard let last = try transaction.highWater() else { return }
    try transaction.append(
      at: last, actor: .daemon, event: "upgraded",
      detail: ["from": .text(String(version)), "to": .text(String(SchemaVersion.present))])
  }

  /// 0 for a database without anything in it.
  static func version(of database: Database, path: String) throws -> Int {
    let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let objects = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
    if application == 0, version == 0, objects == 0 { return 0 }
    guard application == SchemaVersion.applicationID else {
      throw StoreError.notAJournal(
        path: path,
        what: "it is a SQLite database with application_id \(application), not \(SchemaVersion.applicationID)")
    }
    guard version <= SchemaVersion.present else {
      throw StoreError.newerVersion(path: path, found: version, known: SchemaVersion.present)
    }
    guard version >= 1 else {
      throw StoreError.corrupt(
        path: path, code: ResultCode.SQLITE_CORRUPT.rawValue, what: "it has version \(version), which never was")
    }
    return version
  }
}
