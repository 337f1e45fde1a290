import MigrationPhases
import MigrationSQLite

/// Takes a script apart into its statements.
public enum SQLiteScript {
  /// Whether the last statement needs its semicolon. A script without it may have been cut off; a query has none.
  public enum Closing: Sendable, Hashable { case required, optional }

  public static let mostStatements = 1_000

  /// The statements with their places, without blanks and comments before them, each with its closing semicolon.
  /// - Throws: what is wrong where the text cannot be taken apart: no end of a string or statement, a NUL byte.
  public static func statements(
    of source: ScriptSource, closing: Closing = .required
  ) throws(LintFailure) -> [ScriptStatement] {
    let (statements, findings) = split(source, closing: closing)
    guard findings.isEmpty else { throw LintFailure(findings: findings) }
    return statements
  }

  /// The statements up to the first thing that is wrong, and that.
  static func split(
    _ source: ScriptSource, closing: Closing = .required
  ) -> (statements: [ScriptStatement], findings: [Finding]) {
    var splitter = Splitter(source)
    splitter.split(closing)
    return (splitter.statements, splitter.findings)
  }

  private struct Splitter {
    let source: ScriptSource
    var places: SourcePlaces
    let bytes: [UInt8]
    var statements: [ScriptStatement] = []
    var findings: [Finding] = []

    init(_ source: ScriptSource) {
      self.source = source
      places = SourcePlaces(source.text, line: source.line, column: source.column)
      bytes = Array(source.text.utf8)
    }

    mutating func split(_ closing: Closing) {
      if let nul = bytes.firstIndex(of: 0) {
        return add(.nulByte, at: nul, "found a NUL byte, where SQLite would stop reading", "take it out")
      }
      var current: [SQLiteToken] = []
      for token in SQLiteTokens.all(in: source.text) {
        if token.kind == .unterminated {
          return add(.unterminated, at: token.range.lowerBound, "\(kind(of: token)) begins here and has no end", nil)
        }
        guard token.kind != .comment else { continue }
        if current.isEmpty, token.text == ";" { continue }
        current.append(token)
        guard token.text == ";", isComplete(current) else { continue }
        guard statements.count < mostStatements else {
          return add(
            .tooManyStatements, at: current[0].range.lowerBound, "more than \(mostStatements) statements in one script",
            "write rows in a backfill")
        }
        take(current)
        current = []
      }
      guard let first = current.first else { return }
      if closing == .optional, !Self.isTrigger(current) {
        take(current)
      } else if Self.isTrigger(current) {
        add(.unterminated, at: first.range.lowerBound, "the trigger begins here and has no END;", nil)
      } else {
        add(
          .unterminated, at: first.range.lowerBound, "the statement begins here and has no semicolon",
          "close it with a semicolon, if the file was not cut off")
      }
    }

    /// Whether a statement ends with its last token, a semicolon. SQLite decides; it is asked only where it can say yes,
    /// since it reads the statement from the start each time.
    private func isComplete(_ tokens: [SQLiteToken]) -> Bool {
      if Self.isTrigger(tokens) {
        guard tokens.count > 3, tokens[tokens.count - 2].keyword == "END", tokens[tokens.count - 3].text == ";" else {
          return false
        }
      }
      guard let first = tokens.first, let last = tokens.last else { return false }
      return isCompleteSQL(String(decoding: bytes[first.range.lowerBound..<last.range.upperBound], as: UTF8.self))
    }

    /// `[EXPLAIN [QUERY PLAN]] CREATE [TEMP | TEMPORARY] TRIGGER`
    private static func isTrigger(_ tokens: [SQLiteToken]) -> Bool {
      var words = tokens.prefix(7).map(\.keyword)[...]
      if words.first == "EXPLAIN" { words = words.dropFirst() }
      if words.starts(with: ["QUERY", "PLAN"]) { words = words.dropFirst(2) }
      guard words.first == "CREATE" else { return false }
      words = words.dropFirst()
      if words.first == "TEMP" || words.first == "TEMPORARY" { words = words.dropFirst() }
      return words.first == "TRIGGER"
    }

    private mutating func take(_ tokens: [SQLiteToken]) {
      guard let first = tokens.first, let last = tokens.last else { return }
      let (line, column) = places.place(of: first.range.lowerBound)
      statements.append(
        ScriptStatement(
          sql: String(decoding: bytes[first.range.lowerBound..<last.range.upperBound], as: UTF8.self),
          file: source.file, line: line, column: column, ordinal: statements.count + 1))
    }

    private func kind(of token: SQLiteToken) -> String {
      switch token.text.first {
      case "'", "x", "X": "a string"
      case "/": "a comment"
      default: "a name in quotation marks"
      }
    }

    private mutating func add(_ rule: LintRule, at offset: Int, _ message: String, _ hint: String?) {
      let (line, column) = places.place(of: offset)
      findings.append(
        Finding(file: source.file, line: line, column: column, rule: rule.rawValue, message: message, hint: hint))
    }
  }
}
