import MigrationPhases
import MigrationPostgreSQL

/// A plan's questions to a target.
struct PostgreSQLQuery {
  let call: PostgreSQLCall

  func verify(_ query: ScriptStatement) throws(TargetError) -> Verification {
    let answer = try answer(to: query)
    if case .value(let text?, let type) = answer {
      if type == PostgreSQLType.bool, text == "t" { return .holds }
      if PostgreSQLType.isInteger(type), text != "0" { return .holds }
    }
    return .fails(found: answer.words)
  }

  func count(_ query: ScriptStatement) throws(TargetError) -> Int {
    let answer = try answer(to: query)
    if case .value(let text?, let type) = answer,
      PostgreSQLType.isInteger(type) || type == PostgreSQLType.numeric, let number = Int(text), number >= 0
    {
      return number
    }
    throw .unsupported(
      "\(query.file):\(query.line):\(query.column): expected one row with one whole number of 0 or more, "
        + "found \(answer.words)")
  }

  private enum Answer {
    case value(String?, type: UInt32)
    /// Not one row with one value.
    case other(String)

    /// For a message; long texts are cut.
    var words: String {
      switch self {
      case .value(nil, _): "NULL"
      case .value(let text?, let type) where PostgreSQLType.isInteger(type): text
      case .value(let text?, type: PostgreSQLType.bool): text == "t" ? "true" : "false"
      case .value(let text?, type: PostgreSQLType.numeric): "the number \(text)"
      case .value(let text?, _): "'\(text.prefix(60))'"
      case .other(let found): found
      }
    }
  }

  private func answer(to query: ScriptStatement) throws(TargetError) -> Answer {
    try PostgreSQLGuard.check(query)
    return try call.snapshot { call throws(TargetError) in
      try call.hideLedger()
      let result = try call.run(query.sql, of: query, limit: Self.mostRows)
      guard call.session.transaction != .none else {
        throw .statement(code: "2D000", message: "it ended the transaction that it ran in", statement: query)
      }
      if result.isCut { return .other("more than \(Self.mostRows) rows") }
      if result.rows.count != 1 { return .other(result.rows.isEmpty ? "no row" : "\(result.rows.count) rows") }
      guard result.columns.count == 1 else { return .other("\(result.columns.count) columns") }
      return .value(result.rows[0][0], type: result.columns[0].type)
    }
  }

  /// More are not counted.
  private static let mostRows = 1_000
}
