import MigrationPhases

/// Takes a script for PostgreSQL apart into its statements, `$$` bodies and all.
public enum PostgreSQLScript {
  public static let mostStatements = SQLiteScript.mostStatements

  /// The statements with their places, without blanks and comments before them and without their semicolons.
  /// - Throws: what is wrong where the text cannot be taken apart.
  public static func statements(
    of source: ScriptSource, closing: SQLiteScript.Closing = .required
  ) throws(LintFailure) -> [ScriptStatement] {
    let (statements, findings) = split(source, closing: closing)
    guard findings.isEmpty else { throw LintFailure(findings: findings) }
    return statements
  }

  /// The statements up to the first thing that is wrong, and that.
  static func split(
    _ source: ScriptSource, closing: SQLiteScript.Closing = .required
  ) -> (statements: [ScriptStatement], findings: [Finding]) {
    let bytes = Array(source.text.utf8)
    func fault(_ rule: LintRule, at offset: Int, _ message: String, _ hint: String? = nil) -> Finding {
      var places = SourcePlaces(source.text, line: source.line, column: source.column)
      let (line, column) = places.place(of: offset)
      return Finding(
        file: source.file, line: line, column: column, rule: rule.rawValue, message: message, hint: hint)
    }
    if let nul = bytes.firstIndex(of: 0) {
      return ([], [fault(.nulByte, at: nul, "found a NUL byte, where PostgreSQL would stop reading", "take it out")])
    }
    let ranges: [Range<Int>]
    do { ranges = try PostgreSQLParser.split(source.text) } catch {
      let offset = error.character.map { source.text.byte(ofCharacter: $0) } ?? 0
      let rule: LintRule = error.message.hasPrefix("unterminated") ? .unterminated : .syntaxError
      return ([], [fault(rule, at: offset, "PostgreSQL says: \(error.message)")])
    }
    var places = SourcePlaces(source.text, line: source.line, column: source.column)
    var statements: [ScriptStatement] = []
    for range in ranges {
      let start = PostgreSQLBlanks.end(in: bytes, from: range.lowerBound, to: range.upperBound)
      guard start < range.upperBound else { continue }
      guard statements.count < mostStatements else {
        let message = "more than \(mostStatements) statements in one script"
        return (statements, [fault(.tooManyStatements, at: start, message, "write rows in a backfill")])
      }
      let isClosed = range.upperBound < bytes.count && bytes[range.upperBound] == UInt8(ascii: ";")
      guard isClosed || closing == .optional else {
        return (
          statements,
          [
            fault(
              .unterminated, at: start, "the statement begins here and has no semicolon",
              "close it with a semicolon, if the file was not cut off")
          ]
        )
      }
      let (line, column) = places.place(of: start)
      statements.append(
        ScriptStatement(
          sql: String(decoding: bytes[start..<range.upperBound], as: UTF8.self).trimmingEnd, file: source.file,
          line: line, column: column, ordinal: statements.count + 1))
    }
    return (statements, [])
  }
}

extension String {
  /// The byte where a character, a Unicode scalar, begins; the end where there are fewer.
  func byte(ofCharacter number: Int) -> Int {
    let scalars = unicodeScalars
    let index = scalars.index(scalars.startIndex, offsetBy: number, limitedBy: scalars.endIndex) ?? scalars.endIndex
    return utf8.distance(from: utf8.startIndex, to: index)
  }

  fileprivate var trimmingEnd: String { String(reversed().drop(while: \.isWhitespace).reversed()) }
}
