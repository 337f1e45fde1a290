/// Whether a backfill's statement keeps to the range it is run for. Told by its words: the WHERE that chooses the rows
/// must say so itself, and in one way, `key > :lower AND key <= :upper`, each a condition of its own that no OR gets
/// around. More could be right; that this much is can be seen.
struct SQLiteRange {
  /// The table that is gone over, as the plan names it.
  let table: String
  /// What its key can be called; nil where the table is not known.
  let keys: [String]?

  /// Where `tokens` lack it: their byte; nil where each of their rows is of the range.
  func lack(in tokens: [SQLiteToken]) -> Int? {
    let tokens = Array(tokens.prefix { $0.text != ";" })
    guard let start = tokens[...].firstOuter(of: ["UPDATE", "INSERT"]) else { return tokens.first?.range.lowerBound }
    let body = tokens[(start + 1)...]
    if tokens[start].keyword == "UPDATE" {
      let names = Self.names(afterUpdate: body)
      return lack(in: body, sources: names)
    }
    guard let select = body.firstOuter(of: ["SELECT"]) else { return tokens[start].range.lowerBound }
    return tokens[select...].parts(at: ["UNION", "INTERSECT", "EXCEPT"]).lazy.compactMap { arm in
      lack(in: arm, sources: sources(of: arm))
    }.first
  }

  /// - Parameter sources: what the table is called there; none where it is not read.
  private func lack(in part: ArraySlice<SQLiteToken>, sources: [String]) -> Int? {
    let start = part.first?.range.lowerBound ?? 0
    guard !sources.isEmpty, let place = part.firstOuter(of: ["WHERE"]) else { return start }
    let rest = part[(place + 1)...]
    let end = rest.firstOuter(of: ["GROUP", "HAVING", "ORDER", "LIMIT", "RETURNING", "ON"]) ?? rest.endIndex
    var lower: Set<Bounded> = []
    var upper: Set<Bounded> = []
    for condition in Self.conditions(rest[..<end]) {
      guard let (bounded, isUpper) = bound(condition, sources: sources) else { continue }
      if isUpper { upper.insert(bounded) } else { lower.insert(bounded) }
    }
    return lower.isDisjoint(with: upper) ? part[place].range.lowerBound : nil
  }

  /// A key of the table as it is called there. All the names of a known key are one.
  private struct Bounded: Hashable {
    var source: String
    var column: String
  }

  /// `[OR word] [schema.]table [AS alias]`
  private static func names(afterUpdate tokens: ArraySlice<SQLiteToken>) -> [String] {
    var rest = tokens
    if rest.first?.keyword == "OR" { rest = rest.dropFirst(2) }
    return name(in: &rest).map { [$0.called] } ?? []
  }

  /// What the table is called in the FROM of a SELECT.
  private func sources(of select: ArraySlice<SQLiteToken>) -> [String] {
    guard let from = select.firstOuter(of: ["FROM"]) else { return [] }
    let end = select[from...].firstOuter(of: ["WHERE", "GROUP", "ORDER", "LIMIT"]) ?? select.endIndex
    var called: [String] = []
    for index in select[from..<end].outer
    where ["FROM", "JOIN"].contains(select[index].keyword) || select[index].text == "," {
      var rest = select[(index + 1)..<end]
      guard let found = Self.name(in: &rest) else { continue }
      if found.table == foldedSQLiteName(table) { called.append(found.called) }
    }
    return called
  }

  private static let afterTable: Set<String> = [
    "SET", "ON", "USING", "JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "OUTER", "INDEXED", "NOT",
  ]

  /// A table of the main schema, and what it is called from there on; folded.
  private static func name(in rest: inout ArraySlice<SQLiteToken>) -> (table: String, called: String)? {
    guard var table = rest.first?.identifier else { return nil }
    rest = rest.dropFirst()
    if rest.first?.text == "." {
      guard table == "main", let second = rest.dropFirst().first?.identifier else { return nil }
      table = second
      rest = rest.dropFirst(2)
    }
    if rest.first?.keyword == "AS" {
      rest = rest.dropFirst()
    } else if afterTable.contains(rest.first?.keyword ?? "") {
      return (table, table)
    }
    return (table, rest.first?.identifier ?? table)
  }

  /// What is joined by AND alone. After CASE or BETWEEN, which have an AND of their own or may, nothing is taken apart;
  /// where there is an OR nothing at all.
  private static func conditions(_ tokens: ArraySlice<SQLiteToken>) -> [ArraySlice<SQLiteToken>] {
    guard tokens.firstOuter(of: ["OR"]) == nil else { return [] }
    let last = tokens.firstOuter(of: ["CASE", "BETWEEN"]) ?? tokens.endIndex
    return tokens[..<last].parts(at: ["AND"]).flatMap { condition -> [ArraySlice<SQLiteToken>] in
      if condition.endIndex == last, last < tokens.endIndex { return [] }
      return inner(of: condition).map { conditions($0) } ?? [condition]
    }
  }

  /// What stands in the parentheses around a whole condition; nil where there are none, or a query or a row in them.
  private static func inner(of condition: ArraySlice<SQLiteToken>) -> ArraySlice<SQLiteToken>? {
    guard condition.count > 2, condition.first?.text == "(", condition.last?.text == ")" else { return nil }
    let inner = condition.dropFirst().dropLast()
    guard !["SELECT", "WITH", "VALUES"].contains(inner.first?.keyword ?? "") else { return nil }
    // The parenthesis that opens first must be the one that closes last.
    var depth = 0
    for token in inner {
      depth += token.text == "(" ? 1 : token.text == ")" ? -1 : 0
      if depth < 0 { return nil }
    }
    return inner.outer.contains { inner[$0].text == "," } ? nil : inner
  }

  /// `key > :lower` or `key <= :upper`, or either the other way round.
  private func bound(
    _ condition: ArraySlice<SQLiteToken>, sources: [String]
  ) -> (bounded: Bounded, isUpper: Bool)? {
    guard let sign = condition.firstIndex(where: { ["<", ">"].contains($0.text) }) else { return nil }
    let left = condition[..<sign]
    var right = condition[(sign + 1)...]
    let orEqual = right.first?.text == "="
    if orEqual { right = right.dropFirst() }
    let isLess = condition[sign].text == "<"
    // The key is on the left of `<=` and `>`, on the right of `>=` and `<`.
    let isOnLeft = isLess == orEqual
    let parameter = orEqual ? ":upper" : ":lower"
    guard Array((isOnLeft ? right : left).map(\.text)) == [parameter] else { return nil }
    var column = isOnLeft ? left : right
    // Without its table's name a column of two tables of one name would be refused by SQLite.
    var source = sources[0]
    if column.count == 3, column.dropFirst().first?.text == ".", let named = column.first?.identifier {
      guard sources.contains(named) else { return nil }
      source = named
      column = column.dropFirst(2)
    }
    guard column.count == 1, let name = column.first?.identifier else { return nil }
    guard let keys else { return (Bounded(source: source, column: name), orEqual) }
    return keys.map(foldedSQLiteName).contains(name) ? (Bounded(source: source, column: ""), orEqual) : nil
  }
}
