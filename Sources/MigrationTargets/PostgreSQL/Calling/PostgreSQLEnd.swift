/// How one try of a transaction ended.
enum PostgreSQLEnd<T: Sendable>: Sendable {
  case committed(T)
  /// It was rolled back.
  case failed(TargetError)
  /// It was rolled back since others were in the way; the same may work a moment later.
  case contended(PostgreSQLContention)
  /// It was rolled back by the server, with the connection.
  case cutOff(TargetError)
  /// COMMIT was sent and not answered.
  case unanswered(T, String)
}
