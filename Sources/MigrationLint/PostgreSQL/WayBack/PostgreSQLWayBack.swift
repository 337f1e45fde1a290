import MigrationPhases

/// Writes the way back of a script that adds: what has a plain inverse gets it, last thing first, and for the rest a line
/// is left that no check passes until somebody has written what belongs there.
public enum PostgreSQLWayBack {
  /// - Returns: the statements, without a heading; nothing where the script cannot be taken apart.
  public static func script(for source: ScriptSource) -> String {
    let (statements, unreadable) = PostgreSQLScript.split(source)
    guard unreadable.isEmpty else { return todo("what \(source.file) adds", at: "\(source.file) cannot be read") }
    let parsed = statements.map { PostgreSQLStatement($0) }
    let isInParts = parsed.contains { standsAlone($0) }
    var made = PostgreSQLMade()
    var lines: [String] = []
    for statement in parsed {
      switch PostgreSQLInverse.of(statement, made: made, isInParts: isInParts) {
      case .statements(let inverse): lines += inverse.map { $0 + ";\n" }
      case .unknown:
        let place = "\(source.file):\(statement.statement.line)"
        lines.append(todo(SingleLine.of(statement.firstWords), at: place))
      }
      made.note(statement)
    }
    return lines.reversed().joined()
  }

  /// Where a script may stop half-way, what takes it back meets things that are not there.
  private static func standsAlone(_ statement: PostgreSQLStatement) -> Bool {
    switch statement.type {
    case "IndexStmt": statement.fields.flag("concurrent")
    case "AlterTableStmt": !PostgreSQLAlteration.all(in: statement, of: "AT_ValidateConstraint").isEmpty
    case "RefreshMatViewStmt", "ReindexStmt", "VacuumStmt": true
    default: false  // the types come from PostgreSQL's grammar; the others run in a transaction
    }
  }

  private static func todo(_ what: String, at place: String) -> String {
    "-- \(place): write here what takes this back, or nothing where nothing does.\n<what takes back: \(what)>;\n"
  }
}

/// A piece of a script inside of one line of another.
private enum SingleLine {
  /// Without what would close the line, the comment, or the statement.
  static func of(_ text: String) -> String {
    String(text.map { $0.isNewline || ";'\"$<>".contains($0) ? " " : $0 })
  }
}
