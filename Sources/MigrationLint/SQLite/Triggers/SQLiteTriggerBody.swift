/// The statements in the body of a CREATE TRIGGER, by its words.
enum SQLiteTriggerBody {
  struct Statement {
    var verb: SQLiteVerb
    var tokens: ArraySlice<SQLiteToken>
  }

  /// Whatever begins after BEGIN or a semicolon. BEGIN may be a name, too, so that a little more than the statements may
  /// be found, never less.
  static func statements(in tokens: [SQLiteToken]) -> [Statement] {
    tokens.indices.compactMap { index in
      guard index > 0, tokens[index - 1].keyword == "BEGIN" || tokens[index - 1].text == ";" else { return nil }
      let rest = tokens[index...].prefix { $0.text != ";" }
      switch SQLiteVerbReader.verb(of: Array(rest)) {
      case .insert, .update, .delete: return Statement(verb: SQLiteVerbReader.verb(of: Array(rest)), tokens: rest)
      case .create, .drop, .alter, .select, .transaction, .attach, .pragma, .vacuum, .reindex, .analyze, .explain,
        .other:
        return nil
      }
    }
  }

  /// Whether it says `RAISE(ROLLBACK, …)` or `OR ROLLBACK`, which end the transaction that they happen in.
  static func rollsBack(_ tokens: [SQLiteToken]) -> Bool {
    tokens.indices.dropFirst().contains { index in
      guard tokens[index].keyword == "ROLLBACK" else { return false }
      return tokens[index - 1].keyword == "OR"
        || (tokens[index - 1].text == "(" && index > 1 && tokens[index - 2].keyword == "RAISE")
    }
  }

  /// Whether it says `RAISE(IGNORE)`, and whether it raises in another way.
  static func raises(in tokens: [SQLiteToken]) -> (ignoring: Bool, refusing: Bool) {
    var raises = (ignoring: false, refusing: false)
    for index in tokens.indices.dropLast(2) where tokens[index].keyword == "RAISE" && tokens[index + 1].text == "(" {
      if tokens[index + 2].keyword == "IGNORE" { raises.ignoring = true } else { raises.refusing = true }
    }
    return raises
  }
}
