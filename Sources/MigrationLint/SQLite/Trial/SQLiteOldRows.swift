import MigrationSQLite

/// Rows such as the running release may write to a table that was there before, made up from the types of its columns
/// and from the values that definitions compare with. Each is SQL for the values of some columns.
struct SQLiteOldRows {
  /// One try's rows, and what they are made of.
  private static let most = 160
  private static let mostVaried = 6
  private static let mostLiterals = 12

  private let name: String
  private let columns: [SQLiteSchema.Column]
  private let hasCheck: Bool
  /// Columns whose values matter.
  private let varied: [SQLiteSchema.Column]
  private let literals: [(text: String, isNumber: Bool)]

  /// - Parameters:
  ///   - table: as it is now.
  ///   - old: as the running release knows it.
  ///   - definitions: what looks at the row.
  init(of table: SQLiteSchema.Table, knownAs old: SQLiteSchema.Table, looking definitions: [SQLiteToken]) {
    name = table.name
    let columns = old.columns.filter { !$0.isGenerated }
    self.columns = columns
    var tokens = definitions
    let isNamed = { (column: SQLiteSchema.Column) in
      let name = foldedSQLiteName(column.name)
      return tokens.contains { $0.name.map(foldedSQLiteName) == name }
    }
    // What makes a generated column is in the table's own words.
    let ofTable = SQLiteTokens.of(table.sql)
    if table.columns.contains(where: { $0.isGenerated && isNamed($0) }) { tokens += ofTable }
    hasCheck = ofTable.contains { $0.keyword == "CHECK" }
    varied = Array(columns.filter(isNamed).prefix(Self.mostVaried))
    var literals: [(String, Bool)] = []
    for token in tokens + ofTable where token.kind == .string || token.kind == .number {
      guard literals.count < Self.mostLiterals, !literals.contains(where: { $0.0 == token.text }) else { continue }
      literals.append((token.text, token.kind == .number))
    }
    self.literals = literals
  }

  /// Each row as its columns and their values.
  var rows: [[(column: String, value: String)]] {
    let least = columns.map { ($0, isOptional($0) ? nil : ordinary($0)) }
    let empty = least.map { ($0.0, $0.1 == nil && varied.contains($0.0) ? "NULL" : $0.1) }
    let full = least.map { ($0.0, $0.1 == nil && varied.contains($0.0) ? ordinary($0.0) : $0.1) }
    var rows = [full, empty, least]
    for base in [full, empty] {
      for place in base.indices where varied.contains(base[place].0) || isBound(base[place].0) {
        for value in values(for: base[place].0) {
          var row = base
          row[place].1 = value
          rows.append(row)
        }
      }
    }
    return rows.prefix(Self.most).map { row in
      row.compactMap { column, value in value.map { (column.name, $0) } }
    }
  }

  /// Two rows that have nothing in common.
  var pair: [[(column: String, value: String)]] {
    [("1", "'x'"), ("2", "'y'")].map { number, text in
      columns.map { ($0.name, ordinary($0) == "1" ? number : text) }
    }
  }

  /// `INSERT` of a row, by its columns' names.
  func insert(_ row: [(column: String, value: String)]) -> String {
    let name = quotedSQLiteIdentifier(name)
    guard !row.isEmpty else { return "INSERT INTO \(name) DEFAULT VALUES" }
    let columns = row.map { quotedSQLiteIdentifier($0.column) }.joined(separator: ", ")
    return "INSERT INTO \(name) (\(columns)) VALUES (\(row.map(\.value).joined(separator: ", ")))"
  }

  /// The row for people: the columns that matter.
  func words(_ row: [(column: String, value: String)]) -> String {
    let shown = row.filter { entry in varied.contains { $0.name == entry.column } }
    guard !shown.isEmpty else { return "any row" }
    return "a row with "
      + shown.map { "\($0.column) = \($0.value == Self.long ? "a long text" : $0.value)" }
      .joined(separator: ", ")
  }

  /// The running release cannot leave it out, and a check of the table may allow few values.
  private func isBound(_ column: SQLiteSchema.Column) -> Bool { !isOptional(column) && hasCheck }

  private func isOptional(_ column: SQLiteSchema.Column) -> Bool { !column.isNotNull }

  private static let long = "printf('%.5000c', 'x')"

  private func ordinary(_ column: SQLiteSchema.Column) -> String { holdsNumbers(column) ? "1" : "'x'" }

  private func values(for column: SQLiteSchema.Column) -> [String] {
    var values = isOptional(column) ? ["NULL"] : []
    let numbers = holdsNumbers(column)
    let texts = holdsText(column)
    for literal in literals {
      if literal.isNumber {
        if numbers { values += [literal.text, "\(literal.text) + 1", "\(literal.text) - 1"] }
      } else if texts {
        values.append(literal.text)
      }
    }
    if numbers { values += ["0", "1", "-1"] }
    if texts { values += ["''", "'x'", "'{}'", Self.long] }
    return values
  }

  /// By the column's type (https://sqlite.org/datatype3.html#determination_of_column_affinity).
  private func holdsText(_ column: SQLiteSchema.Column) -> Bool {
    let type = column.type.uppercased()
    return !["INT", "REAL", "FLOA", "DOUB", "BOOL"].contains { type.contains($0) }
  }

  private func holdsNumbers(_ column: SQLiteSchema.Column) -> Bool {
    let type = column.type.uppercased()
    return !["CHAR", "CLOB", "TEXT"].contains { type.contains($0) } || type.contains("INT")
  }
}
