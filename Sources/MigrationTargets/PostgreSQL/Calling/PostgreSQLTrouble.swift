import MigrationPhases
import MigrationPostgreSQL

/// Turns what PostgreSQL answers into what the engine decides on.
struct PostgreSQLTrouble: Sendable {
  var place: String
  var bounds: PostgreSQLBounds
  var limit: PostgreSQLLimit

  /// - Parameter prefix: how many characters stood before the statement in what was sent.
  func error(
    for error: PostgreSQLError, in statement: ScriptStatement? = nil, prefix: Int = 0
  ) -> TargetError {
    switch error {
    case .settings(let text): return .unreachable(text)
    case .unreachable: return .unreachable("\(place): \(error)")
    case .lost(let text): return .unreachable("\(place): the connection was lost: \(text)")
    case .cancelled: return .cancelled
    case .expired: return expired(in: statement)
    case .server(let failure): return self.error(for: failure, in: statement, prefix: prefix)
    }
  }

  func expired(in statement: ScriptStatement?) -> TargetError {
    .statement(code: "57014", message: limit.words(of: bounds), statement: statement)
  }

  private func error(
    for failure: PostgreSQLFailure, in statement: ScriptStatement?, prefix: Int
  ) -> TargetError {
    if failure.severity != "ERROR" { return .unreachable("\(place): the server ended the connection: \(failure)") }
    if failure.isWorthRetrying { return .locked("\(place): \(failure)") }
    switch failure.code {
    case "57014": return expired(in: statement)
    case "53100": return .storage("\(place): the server's disk is full: \(failure)")
    case "58030", "XX001", "XX002": return .storage("\(place): \(failure); look at the server's log")
    default: break
    }
    return .statement(
      code: failure.code, message: words(for: failure),
      statement: statement?.at(position: failure.position.map { $0 - prefix }))
  }

  private func words(for failure: PostgreSQLFailure) -> String {
    guard let context = failure.context?.split(whereSeparator: \.isNewline).first else { return failure.text }
    return "\(failure.text); in: \(context)"
  }
}
