import MigrationPhases

/// A statement that PostgreSQL refuses in a transaction, and what of it the catalogue can prove.
/// (https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY)
enum PostgreSQLLoneStatement: Sendable, Hashable {
  /// The index, as it is named, and its table.
  case createIndex(name: String, table: String)
  case dropIndex(name: String)
  /// Of one index, of a table's indexes, or of more. May be repeated without harm.
  case reindex(index: String?, table: String?)
  /// May be repeated without harm.
  case vacuum

  /// Whether it comes to its end only when older transactions have.
  var waitsForTransactions: Bool {
    switch self {
    case .createIndex, .dropIndex, .reindex: true
    case .vacuum: false
    }
  }

  /// nil for what runs in a transaction.
  init?(_ statement: ScriptStatement) throws(TargetError) {
    let words = PostgreSQLWords(statement.sql).words
    switch words.first {
    case "vacuum": self = .vacuum
    case "create":
      guard let made = try Self.created(words, by: statement) else { return nil }
      self = made
    case "drop" where words.dropFirst().first == "index":
      var rest = words.dropFirst(2)
      guard rest.first == "concurrently" else { return nil }
      rest.removeFirst()
      if rest.starts(with: ["if", "exists"]) { rest.removeFirst(2) }
      guard let name = rest.first else { return nil }
      self = .dropIndex(name: name)
    case "reindex":
      guard words.contains("concurrently") else { return nil }
      let kinds: Set = ["index", "table", "schema", "database", "system"]
      guard let place = words.firstIndex(where: kinds.contains) else { return nil }
      let name = words[(place + 1)...].first { $0 != "concurrently" }
      self = .reindex(index: words[place] == "index" ? name : nil, table: words[place] == "table" ? name : nil)
    default: return nil
    }
  }

  private static func created(_ words: [String], by statement: ScriptStatement) throws(TargetError) -> Self? {
    var rest = words.dropFirst()
    if rest.first == "unique" { rest.removeFirst() }
    guard rest.starts(with: ["index", "concurrently"]) else { return nil }
    rest.removeFirst(2)
    if rest.starts(with: ["if", "not", "exists"]) { rest.removeFirst(3) }
    guard let name = rest.first, name != "on" else {
      throw .unsupported(
        "\(statement.file):\(statement.line):\(statement.column): give the index a name; built outside of a "
          + "transaction, it must be found again after a crash")
    }
    guard let place = rest.firstIndex(of: "on") else { return nil }
    let table = rest[(place + 1)...].first { $0 != "only" }
    return table.map { .createIndex(name: name, table: $0) }
  }

  /// Whether what the statement is for is there already without it, so that it fails, or does nothing, and the catalogue
  /// must not be taken for its proof later.
  func isFutile(in call: PostgreSQLCall) throws(TargetError) -> Bool {
    switch self {
    case .createIndex(let name, let table):
      try PostgreSQLIndexState.find(name, beside: table, in: call)?.isValid == true
    case .dropIndex(let name): try call.run("SELECT to_regclass($1) IS NULL", [.text(name)]).value == "t"
    case .reindex, .vacuum: false
    }
  }
}
