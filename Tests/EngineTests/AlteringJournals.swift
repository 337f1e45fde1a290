import MigrationSQLite

extension Shop {
  /// Writes into a journal as somebody would who can write the file: past every trigger. Those are there again afterwards
  /// that the alteration is not about.
  static func alter(_ path: String, _ sql: [String]) throws {
    let database = try SQLiteConnection(path: path, mode: .readWrite)
    func texts(_ sql: String) throws -> [String] {
      try database.run(sql).compactMap { if case .text(let text)? = $0.first { text } else { nil } }
    }
    try database.run("PRAGMA foreign_keys = OFF")
    let isAboutTriggers = sql.contains { $0.contains("TRIGGER") }
    let names = isAboutTriggers ? [] : try texts("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    let triggers = isAboutTriggers ? [] : try texts("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
    for name in names { try database.run("DROP TRIGGER \(name)") }
    for statement in sql { try database.run(statement) }
    for trigger in triggers { try database.run(trigger) }
  }

  func forge(_ sql: String...) throws { try Self.alter(stateFolder + "/journal.sqlite", sql) }
}
