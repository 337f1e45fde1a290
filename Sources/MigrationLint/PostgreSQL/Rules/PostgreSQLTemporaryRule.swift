import MigrationPhases

/// What is temporary ends with the connection.
enum PostgreSQLTemporaryRule: PostgreSQLRule {
  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    let made =
      ["relation", "view", "sequence"].compactMap { statement.fields[$0] }
      + [statement.fields["into"]?["rel"]]
      .compactMap { $0 }
    let isMaking = ["CreateStmt", "CreateTableAsStmt", "ViewStmt", "CreateSeqStmt"].contains(statement.type)
    guard isMaking, made.contains(where: { $0.text("relpersistence") == "t" || $0.text("schemaname") == "pg_temp" })
    else { return [] }
    return [
      statement.finding(
        .tempObject, "\(statement.firstWords): what is temporary ends with the connection",
        hint: "take the statement out")
    ]
  }
}
