/// libpq's words about a connection that did not come about, in its verbose form, which has the SQLSTATE in them:
/// `connection to server at "db", port 5432 failed: FATAL:  28P01: password authentication failed for user "x"`.
struct PostgreSQLRefusal {
  /// The first server's that refused; nil where none answered.
  var code: String?
  var text: String

  init(words: String) {
    let lines = words.split { $0.isNewline }
    // The place in the server's own source.
    let kept = lines.filter { !$0.contains(/^[^ ]+:  \w+, \w+\.c:\d+$/) }
    text = oneLine(kept.joined(separator: "\n"))
    guard let found = text.firstMatch(of: #/:  ([0-9A-Z]{5}): /#) else { return }
    code = String(found.1)
    text = text.replacing(#/:  [0-9A-Z]{5}: /#, with: ": ")
  }
}
