/// The key of the last row that a backfill went over: a text for each column, as its type writes and reads it.
struct PostgreSQLCursor: Sendable, Hashable {
  var values: [String]

  init(values: [String]) { self.values = values }

  /// For a message: `5`, or `(a, 5)`.
  var words: String {
    let words = values.map { String($0.prefix(100)) }.joined(separator: ", ")
    return values.count == 1 ? words : "(\(words))"
  }
}
