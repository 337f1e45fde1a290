import MigrationPhases

/// What cannot be looked into is not additive as far as anyone knows.
enum PostgreSQLAnalysableRule: PostgreSQLRule {
  /// Statements that expand may have, or that another rule judges.
  static let known: Set<String> = [
    "CreateStmt", "CreateTableAsStmt", "IndexStmt", "ViewStmt", "CreateSeqStmt", "CreateEnumStmt", "CreateRangeStmt",
    "CompositeTypeStmt", "CreateDomainStmt", "CreateSchemaStmt", "CreateFunctionStmt", "CreateTrigStmt",
    "CreateExtensionStmt", "CreateStatsStmt", "AlterTableStmt", "AlterEnumStmt", "AlterSeqStmt", "CommentStmt",
    "GrantStmt", "RenameStmt", "DropStmt", "TruncateStmt", "DeleteStmt", "UpdateStmt", "InsertStmt", "MergeStmt",
    "SelectStmt", "TransactionStmt", "VacuumStmt", "ReindexStmt", "RefreshMatViewStmt", "AlterObjectSchemaStmt",
    "AlterOwnerStmt", "AlterFunctionStmt",
  ]

  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    guard statement.failure == nil, !known.contains(statement.type),
      !PostgreSQLSettingRule.types.contains(statement.type)
    else { return [] }
    let isProgram = ["DoStmt", "CallStmt"].contains(statement.type)
    return [
      statement.finding(
        .notAnalysable, "\(statement.firstWords): what it does cannot be told from its text",
        hint: isProgram
          ? "write its statements into the script, or its work over rows into a backfill" : "take the statement out")
    ]
  }
}
