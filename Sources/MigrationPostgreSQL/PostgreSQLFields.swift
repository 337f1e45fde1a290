import CLibpq

/// The parts of an error or a notice.
struct PostgreSQLFields {
  let result: OpaquePointer

  /// `PG_DIAG_…` (https://www.postgresql.org/docs/current/libpq-exec.html#LIBPQ-PQRESULTERRORFIELD).
  enum Name: Character {
    /// In English always.
    case severity = "V"
    case code = "C"
    case message = "M"
    case detail = "D"
    case hint = "H"
    case position = "P"
    case internalPosition = "p"
    case internalQuery = "q"
    case context = "W"
    case schema = "s"
    case table = "t"
    case column = "c"
    case constraint = "n"
  }

  subscript(_ name: Name) -> String? {
    guard let code = name.rawValue.asciiValue else { return nil }
    return PQresultErrorField(result, Int32(code)).map { String(cString: $0) }
  }

  /// nil for what libpq made itself, which has no SQLSTATE.
  var failure: PostgreSQLFailure? {
    guard let code = self[.code], !code.isEmpty else { return nil }
    var failure = PostgreSQLFailure(severity: self[.severity] ?? "ERROR", code: code, message: self[.message] ?? "")
    failure.detail = self[.detail]
    failure.hint = self[.hint]
    failure.position = self[.position].flatMap { Int($0) }
    failure.internalQuery = self[.internalQuery]
    failure.internalPosition = self[.internalPosition].flatMap { Int($0) }
    failure.context = self[.context]
    failure.schema = self[.schema]
    failure.table = self[.table]
    failure.column = self[.column]
    failure.constraint = self[.constraint]
    return failure
  }
}
