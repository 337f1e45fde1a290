import CPgQuery
import FoundationEssentials

/// PostgreSQL's own parser, by libpg_query; its grammar is that of one version. Safe from any thread.
enum PostgreSQLParser {
  static let version = PG_MAJORVERSION

  /// What the parser says, and the character of the text where it stands, from 0.
  struct Failure: Error, Sendable, Hashable {
    var message: String
    var character: Int?
  }

  /// The nodes of the statements in `sql`, in their order.
  static func parse(_ sql: String) throws(Failure) -> [PostgreSQLTree] {
    let result = sql.withCString { pg_query_parse($0) }
    defer { pg_query_free_parse_result(result) }
    if let error = result.error { throw failure(error.pointee) }
    guard let tree = try? decoded(result.parse_tree) else { throw tooDeep }
    return tree.list("stmts").compactMap { $0["stmt"] }
  }

  /// The functions of a `CREATE FUNCTION … LANGUAGE plpgsql` statement.
  static func parsePLpgSQL(_ sql: String) throws(Failure) -> PostgreSQLTree {
    let result = sql.withCString { pg_query_parse_plpgsql($0) }
    defer { pg_query_free_plpgsql_parse_result(result) }
    if let error = result.error { throw failure(error.pointee) }
    guard let tree = try? decoded(result.plpgsql_funcs) else { throw tooDeep }
    return tree
  }

  /// The byte ranges of the statements in `text`, with the comments before them and without their semicolons. Where the
  /// text has a statement that cannot be parsed, that one is among them, too.
  static func split(_ text: String) throws(Failure) -> [Range<Int>] {
    let length = text.utf8.count
    if let ranges = try? ranges(text.withCString { pg_query_split_with_parser($0) }, in: length) { return ranges }
    return covering(text, try ranges(text.withCString { pg_query_split_with_scanner($0) }, in: length))
  }

  /// A length of 0 means up to the end.
  private static func ranges(_ result: PgQuerySplitResult, in length: Int) throws(Failure) -> [Range<Int>] {
    defer { pg_query_free_split_result(result) }
    if let error = result.error { throw failure(error.pointee) }
    return (0..<Int(result.n_stmts)).compactMap { index in
      guard let statement = result.stmts[index]?.pointee else { return nil }
      let start = Int(statement.stmt_location)
      return start..<(statement.stmt_len > 0 ? start + Int(statement.stmt_len) : length)
    }
  }

  /// The scanner passes over statements without a keyword; what lies between the others is taken for such.
  private static func covering(_ text: String, _ known: [Range<Int>]) -> [Range<Int>] {
    let bytes = Array(text.utf8)
    var ranges: [Range<Int>] = []
    var end = 0
    for range in known + [bytes.count..<bytes.count] {
      let start = PostgreSQLBlanks.end(in: bytes, from: end, to: range.lowerBound)
      if start < range.lowerBound {
        let closing = bytes[start..<range.lowerBound].lastIndex(of: UInt8(ascii: ";"))
        ranges.append(start..<(closing ?? range.lowerBound))
      }
      ranges.append(range)
      end = range.upperBound
    }
    return ranges.filter { !$0.isEmpty }
  }

  private static let tooDeep = Failure(message: "it is nested too deeply to be looked into", character: nil)

  private static func decoded(_ json: UnsafeMutablePointer<CChar>?) throws -> PostgreSQLTree {
    guard let json else { return .null }
    return try JSONDecoder().decode(
      PostgreSQLTree.self, from: Data(String(cString: json).utf8))
  }

  private static func failure(_ error: PgQueryError) -> Failure {
    Failure(
      message: error.message.map { String(cString: $0) } ?? "it does not understand the statement",
      character: error.cursorpos > 0 ? Int(error.cursorpos) - 1 : nil)
  }
}
