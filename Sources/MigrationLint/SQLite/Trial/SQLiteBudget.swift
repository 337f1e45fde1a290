import MigrationSQLite

/// How much one check may cost, all of its statements and schemas together, so that no plan keeps its reader busy for
/// long. Counted, not timed: the same plan against the same schema always comes as far.
final class SQLiteBudget {
  /// In SQLite's instructions, or what takes about as long: a matter of seconds.
  static let whole = 100_000_000
  /// One statement may take as many, so that the first one that does not end is named.
  static let mostInOneGo = 20_000_000
  /// How often SQLite asks whether it may go on.
  static let step: Int32 = 10_000
  /// For one statement, whatever it does: to prepare it, to run it, to make a result of it.
  static let statement = 5_000
  /// For each thing that SQLite reports while it prepares.
  static let action = 150
  /// For each row of an answer.
  static let row = 40

  private(set) var left: Int
  private var leftInOneGo = SQLiteBudget.mostInOneGo

  init(_ whole: Int = SQLiteBudget.whole) { left = whole }

  var isSpent: Bool { left <= 0 }

  func spend(_ count: Int) { left = max(0, left - count) }

  /// Another statement begins.
  /// - Throws: as if it were interrupted, where nothing is left to run it with.
  func begin(_ sql: String) throws(SQLiteError) {
    spend(Self.statement + 2 * sql.utf8.count)
    leftInOneGo = Self.mostInOneGo
    guard isSpent else { return }
    throw SQLiteError(extendedCode: Self.interrupt, message: "the check has taken as much as it may", sql: sql)
  }

  /// Bounds what `connection` runs from now on.
  func bound(_ connection: SQLiteConnection) {
    connection.setProgress(every: Self.step) { [self] in
      spend(Int(Self.step))
      leftInOneGo -= Int(Self.step)
      return !isSpent && leftInOneGo > 0
    }
  }

  // SQLITE_INTERRUPT
  private static let interrupt: Int32 = 9
}
