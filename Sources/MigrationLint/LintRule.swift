/// The words that findings about SQL are known by. They never change their meaning.
public enum LintRule: String, CaseIterable, Sendable, Hashable {
  case syntaxError = "syntax-error"
  case unterminated
  case nulByte = "nul-byte"
  case tooManyStatements = "too-many-statements"
  case emptyScript = "empty-script"
  case schemaNotCopied = "schema-not-copied"
  case notAnalysable = "not-analysable"
  case unknownName = "unknown-name"
  case parameter
  case transactionControl = "transaction-control"
  case attach
  case pragma
  case vacuum
  case tempObject = "temp-object"
  case ledger
  case drop
  case rename
  case delete
  case update
  case notNullWithoutDefault = "not-null-without-default"
  case schemaChange = "schema-change"
  case triggerWrites = "trigger-writes"
  case triggerRaises = "trigger-raises"
  case triggerFails = "trigger-fails"
  case triggerSetsOff = "trigger-sets-off"
  case insert
  case internalTable = "internal-table"
  case uniqueIndex = "unique-index"
  case newConstraint = "new-constraint"
  case blocksWriters = "blocks-writers"
  case reservedName = "reserved-name"
  case noEffect = "no-effect"
  case breaksExisting = "breaks-existing"
  case rollbackDiffers = "rollback-differs"
  case takesOthers = "takes-others"
  case contractTag = "contract-tag"
  case backfillShape = "backfill-shape"
  case backfillWrites = "backfill-writes"
  case backfillOverwrites = "backfill-overwrites"
  case backfillKey = "backfill-key"
  case backfillTriggers = "backfill-triggers"
  case queryShape = "query-shape"
  case prismaEarly = "prisma-early"

  /// What is refused or pointed out, for the documentation.
  public var summary: String {
    switch self {
    case .syntaxError: "The database does not understand the statement."
    case .unterminated: "A string, a name, a comment or a statement has no end; the file may have been cut off."
    case .nulByte: "The text has a NUL byte in it, where SQLite would stop reading."
    case .tooManyStatements: "The script has more than \(SQLiteScript.mostStatements) statements."
    case .emptyScript: "The script has no statement."
    case .schemaNotCopied: "The target's schema cannot be made anew in memory, so nothing can be said about the script."
    case .notAnalysable: "SQLite refuses the statement, or it cannot be tried out within bounds."
    case .unknownName: "The statement names a table, column or function that is not there."
    case .parameter: "The statement has a parameter, which nobody would give a value."
    case .transactionControl:
      "BEGIN, COMMIT, END, ROLLBACK, SAVEPOINT, RELEASE: the script runs in one transaction already."
    case .attach: "ATTACH or DETACH: a script stays in its database."
    case .pragma: "PRAGMA, SET, LOCK: settings and locks are the daemon's and the application's."
    case .vacuum: "VACUUM, which cannot run in a transaction."
    case .tempObject: "A temporary table, index, view or trigger, which ends with the connection."
    case .ledger: "A name that begins with migrated_, which belongs to the ledger."
    case .drop: "Expand drops something that was there before."
    case .rename: "Expand renames something that was there before."
    case .delete: "Expand deletes rows of a table that was there before."
    case .update: "Expand changes rows of a table that was there before, by UPDATE, DO UPDATE or REPLACE."
    case .notNullWithoutDefault: "A new column of an old table is NOT NULL and has no default."
    case .schemaChange:
      "Expand changes a table, column, index, view or trigger that was there before, or what it reads."
    case .triggerWrites:
      "A new trigger deletes rows or changes columns that were there before, by DELETE, UPDATE, DO UPDATE or REPLACE."
    case .triggerRaises:
      "A new trigger on an old table can refuse, or with RAISE(IGNORE) drops, what the running release writes."
    case .triggerFails:
      "A new trigger on an old table has statements that can fail, and what the running release writes with them."
    case .triggerSetsOff: "A new trigger sets off triggers that were there before, which nothing set off until now."
    case .insert: "Expand adds rows to a table that was there before."
    case .internalTable:
      "Expand writes a table that is SQLite's or a virtual table's own, or gives a command to the latter."
    case .uniqueIndex: "A new unique index on an old table can refuse what the running release writes."
    case .newConstraint:
      "A CHECK, NOT NULL, foreign key or expression that is new can refuse or take away what the running release writes."
    case .blocksWriters:
      "The statement keeps the application out while it reads or writes an old table from end to end: out of that table, or, in SQLite, from writing anything."
    case .reservedName: "A name that hides one of SQLite's own, such as rowid, json_each or pragma_table_info."
    case .noEffect: "The statement changes nothing."
    case .breaksExisting: "A view, trigger or foreign key that worked before does not work after."
    case .rollbackDiffers: "Expand and its rollback do not lead back to the schema there was."
    case .takesOthers: "As the target is now, the rollback would take away what expand did not make."
    case .contractTag:
      "The contract script has no comment line `-- contract-phase-ok: <reason>` with a reason that is one."
    case .backfillShape: "The backfill is not one UPDATE or INSERT over ranges of its table."
    case .backfillWrites: "The backfill writes to something else than its table."
    case .backfillOverwrites: "The backfill writes a column, or adds rows to a table, that was there before expand."
    case .backfillKey: "The backfill changes the key that its ranges are made of, or there is none."
    case .backfillTriggers: "The backfill sets off triggers that write."
    case .queryShape: "A verify or remaining query is not one SELECT of one column."
    case .prismaEarly:
      "The folder of contract lies among a project's migrations, where `prisma migrate deploy` runs it before its time."
    }
  }
}
