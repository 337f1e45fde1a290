import MigrationSQLite

/// Whether the views and triggers that were there before still name what they named. A new column takes a name for itself
/// that meant something further out, or joins where NATURAL joins by whatever has one name, or is what a text in double
/// quotes is taken for.
struct SQLiteMeaningCheck {
  let schema: SQLiteSchema
  let created: CreatedObjects

  /// What an old view or trigger reads or writes now instead of what it did; in words, by what does it.
  func changes(from before: SQLiteSandbox.Look, to after: SQLiteSandbox.Look) -> [String] {
    let sources = Set(before.actions.compactMap(\.trigger)).filter { wasThere($0) }
    return sources.sorted().compactMap { source in
      if let joins = joins(source) { return "\(source) joins by \(joins), too" }
      let was = named(by: source, before)
      let now = named(by: source, after)
      let lost = was.subtracting(now)
      let gained = now.subtracting(was)
      guard !now.isEmpty, !gained.isEmpty, !lost.isEmpty || isCapture(gained, source) else { return nil }
      let instead = lost.isEmpty ? "" : ", not \(lost.sorted().joined(separator: ", "))"
      return "\(source) uses \(gained.sorted().joined(separator: ", ")) now\(instead)"
    }
  }

  private func object(_ name: String) -> SQLiteSchema.Object? {
    schema.views[foldedSQLiteName(name)] ?? schema.triggers[foldedSQLiteName(name)]
  }

  private func wasThere(_ name: String) -> Bool {
    object(name) != nil && !created.has(.view, name) && !created.has(.trigger, name)
  }

  private func named(by source: String, _ look: SQLiteSandbox.Look) -> Set<String> {
    let actions = look.actions.filter {
      $0.trigger == source && ($0.code == SQLiteActionCode.read || $0.code == SQLiteActionCode.update)
    }
    return Set(
      actions.compactMap { action in action.first.flatMap { table in column(action).map { "\(table).\($0)" } } })
  }

  /// A table that is read without a column has none.
  private func column(_ action: AuthorizedAction) -> String? { action.second.flatMap { $0.isEmpty ? nil : $0 } }

  /// What NATURAL joins by of late; SQLite reports no read of it.
  private func joins(_ source: String) -> String? {
    let tokens = object(source).map { SQLiteTokens.of($0.sql) } ?? []
    guard tokens.contains(where: { $0.keyword == "NATURAL" }) else { return nil }
    let names = Set(tokens.compactMap { $0.name.map(foldedSQLiteName) })
    let tables = names.sorted().compactMap { schema.table($0) }
    for table in tables where !created.hasTable(table.name) {
      for column in table.columns where created.hasColumn(table.name, column.name) {
        let isElsewhere = tables.contains { $0.name != table.name && $0.column(column.name) != nil }
        if isElsewhere { return "\(table.name).\(column.name)" }
      }
    }
    return nil
  }

  /// A `*` may well give more than before.
  private func isCapture(_ gained: Set<String>, _ source: String) -> Bool {
    let tokens = object(source).map { SQLiteTokens.of($0.sql) } ?? []
    let columns = Set(gained.compactMap { $0.split(separator: ".").last.map { foldedSQLiteName(String($0)) } })
    return tokens.contains { token in
      token.text.first == "\"" && token.name.map { columns.contains(foldedSQLiteName($0)) } == true
    }
  }
}
