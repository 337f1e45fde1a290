import MigrationPhases
import MigrationSQLite

/// A plan's questions to a target.
struct SQLiteQuery {
  let session: SQLiteSession

  func verify(_ query: ScriptStatement) throws(TargetError) -> Verification {
    switch try answer(to: query) {
    case .value(.integer(let number)): number != 0 ? .holds : .fails(found: "0")
    case .value(let value): .fails(found: value.words)
    case .other(let found): .fails(found: found)
    }
  }

  func count(_ query: ScriptStatement) throws(TargetError) -> Int {
    let answer = try answer(to: query)
    if case .value(.integer(let number)) = answer, number >= 0 { return Int(number) }
    throw .unsupported(
      "\(query.file):\(query.line):\(query.column): expected one row with one whole number of 0 or more, "
        + "found \(answer.words)")
  }

  private enum Answer {
    case value(SQLiteValue)
    /// Not one row with one value.
    case other(String)

    var words: String {
      switch self {
      case .value(let value): value.words
      case .other(let found): found
      }
    }
  }

  private func answer(to query: ScriptStatement) throws(TargetError) -> Answer {
    try session.snapshot { session throws(TargetError) in
      // The connection serves others, too, who read what is there whatever its length.
      let limit = session.connection.setLengthLimit(Self.longestValue)
      defer { session.connection.setLengthLimit(limit) }
      do throws(SQLiteError) {
        let statement = try SQLiteGuard(.reading).prepare(query.sql, on: session.connection)
        var rows = 0
        var first: [SQLiteValue] = []
        while rows < Self.mostRows, try statement.step() {
          if rows == 0 { first = statement.row }
          rows += 1
        }
        if rows == Self.mostRows { return .other("\(rows) rows or more") }
        if rows != 1 { return .other(rows == 0 ? "no row" : "\(rows) rows") }
        return first.count == 1 ? .value(first[0]) : .other("\(first.count) columns")
      } catch {
        guard error.code == Self.tooBig else { throw session.map(error, in: query) }
        throw .statement(
          code: String(error.extendedCode),
          message:
            "it reads or makes a text or blob of more than \(Self.longestValue / 1_048_576) MiB, the most that a "
            + "query may; let it look at less at once",
          statement: query)
      }
    }
  }

  /// So that no query takes the daemon's memory.
  private static let longestValue: Int32 = 64 * 1_048_576
  // SQLITE_TOOBIG
  private static let tooBig: Int32 = 18
  /// More are not counted.
  private static let mostRows = 1_000
}

extension SQLiteValue {
  /// For a message; long texts are cut.
  fileprivate var words: String {
    switch self {
    case .null: "NULL"
    case .integer(let number): "\(number)"
    case .real(let number): "the real number \(number)"
    case .text(let text): "the text '\(text.prefix(60))'"
    case .blob(let bytes): "a blob of \(bytes.count) bytes"
    }
  }
}
