/// Reads what a statement sets out to do from its first words.
struct SQLiteVerbReader {
  private var rest: ArraySlice<SQLiteToken>

  static func verb(of tokens: [SQLiteToken]) -> SQLiteVerb {
    var reader = SQLiteVerbReader(rest: tokens[...])
    return reader.verb()
  }

  private var keyword: String { rest.first?.keyword ?? "" }

  private mutating func verb() -> SQLiteVerb {
    let word = keyword
    switch word {
    case "CREATE": return create()
    case "DROP": return drop()
    case "ALTER": return alter()
    case "WITH":
      skipToMain()
      return main()
    case "INSERT", "REPLACE", "UPDATE", "DELETE", "SELECT", "VALUES": return main()
    case "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE": return .transaction(word)
    case "ATTACH", "DETACH": return .attach(word)
    case "PRAGMA": return .pragma
    case "VACUUM": return .vacuum
    case "REINDEX": return .reindex
    case "ANALYZE": return .analyze
    case "EXPLAIN": return explained()
    default: return .other(rest.first?.text ?? "")
    }
  }

  /// What is only explained is not done, but PRAGMA and its like are as bad when they are prepared.
  private mutating func explained() -> SQLiteVerb {
    take("EXPLAIN")
    if take("QUERY") { take("PLAN") }
    let verb = verb()
    return verb.mayBePrepared ? .explain : verb
  }

  private mutating func create() -> SQLiteVerb {
    take("CREATE")
    let isTemporary = take("TEMP") || take("TEMPORARY")
    take("UNIQUE")
    take("VIRTUAL")
    guard let kind = kind() else { return .other("CREATE") }
    let hadSchema = schemaIsTemp()
    return .create(kind, name: name(), isTemporary: isTemporary || hadSchema)
  }

  private mutating func drop() -> SQLiteVerb {
    take("DROP")
    guard let kind = kind() else { return .other("DROP") }
    return .drop(kind, name: name())
  }

  /// Goes past the kind, and past IF EXISTS or IF NOT EXISTS.
  private mutating func kind() -> SQLiteVerb.Kind? {
    guard let kind = SQLiteVerb.Kind(rawValue: keyword.lowercased()) else { return nil }
    rest = rest.dropFirst()
    if take("IF") {
      take("NOT")
      take("EXISTS")
    }
    return kind
  }

  private mutating func alter() -> SQLiteVerb {
    take("ALTER")
    take("TABLE")
    let table = name()
    if take("RENAME") {
      if take("TO") { return .alter(table: table, .renameTable(to: name())) }
      take("COLUMN")
      return .alter(table: table, .renameColumn(name()))
    }
    if take("ADD") {
      take("COLUMN")
      return .alter(table: table, .addColumn(name()))
    }
    if take("DROP") {
      take("COLUMN")
      return .alter(table: table, .dropColumn(name()))
    }
    return .alter(table: table, .unknown)
  }

  private mutating func main() -> SQLiteVerb {
    switch keyword {
    case "SELECT", "VALUES": return .select
    case "REPLACE":
      take("REPLACE")
      take("INTO")
      return .insert(table: name(), orReplace: true)
    case "INSERT":
      take("INSERT")
      let orReplace = conflictIsReplace()
      take("INTO")
      return .insert(table: name(), orReplace: orReplace)
    case "UPDATE":
      take("UPDATE")
      let orReplace = conflictIsReplace()
      return .update(table: name(), orReplace: orReplace)
    case "DELETE":
      take("DELETE")
      take("FROM")
      let table = name()
      return .delete(table: table, hasCondition: rest.contains { $0.keyword == "WHERE" })
    default: return .other(rest.first?.text ?? "")
    }
  }

  /// `OR REPLACE`, or another way to deal with a conflict.
  private mutating func conflictIsReplace() -> Bool {
    guard take("OR") else { return false }
    let isReplace = keyword == "REPLACE"
    rest = rest.dropFirst()
    return isReplace
  }

  /// Goes past the common table expressions of a WITH.
  private mutating func skipToMain() {
    var depth = 0
    var previous = ""
    while let token = rest.first {
      switch token.text {
      case "(": depth += 1
      case ")": depth -= 1
      default:
        let begins = ["SELECT", "VALUES", "INSERT", "UPDATE", "DELETE"].contains(token.keyword)
        // REPLACE can be a table's name; as the statement's first word it comes after a parenthesis.
        if depth == 0, begins || (token.keyword == "REPLACE" && previous == ")") { return }
      }
      previous = token.text
      rest = rest.dropFirst()
    }
  }

  /// A name, without the schema before it.
  private mutating func name() -> String {
    guard let first = rest.first?.name else { return "" }
    rest = rest.dropFirst()
    guard rest.first?.text == ".", let second = rest.dropFirst().first?.name else { return first }
    rest = rest.dropFirst(2)
    return second
  }

  private func schemaIsTemp() -> Bool {
    guard let first = rest.first?.name, rest.dropFirst().first?.text == "." else { return false }
    return ["temp", "temporary"].contains(foldedSQLiteName(first))
  }

  @discardableResult
  private mutating func take(_ word: String) -> Bool {
    guard keyword == word else { return false }
    rest = rest.dropFirst()
    return true
  }
}
