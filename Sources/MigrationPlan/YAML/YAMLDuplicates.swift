/// Lets a parser that gives up at a key written twice go on: the second key gets a name of its own, which the tree
/// leaves out.
struct YAMLDuplicates {
  private(set) var text: String
  private var hidden = 0

  private static let mark = "~twice~"
  /// The text is parsed anew for each.
  private static let most = 8

  init(_ text: String) { self.text = text }

  static func isHidden(_ key: String) -> Bool { key.hasPrefix(mark) }

  /// Hides the next line after `firstLine` that begins, in the same column, with one of `keys`. nil where there is none,
  /// as in a mapping written in braces.
  mutating func hideSecond(
    of keys: [String], firstLine: Int, column: Int
  ) -> (line: Int, column: Int, key: String)? {
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    guard hidden < Self.most else { return nil }
    for index in lines.indices.dropFirst(firstLine) {
      let line = lines[index]
      let indent = line.prefix { $0 == " " }.count
      guard indent < line.count, line.dropFirst(indent).first != "#", line.dropFirst(indent).first != "\r" else {
        continue
      }
      if indent < column - 1 { return nil }
      guard indent == column - 1 else { continue }
      let body = String(line.dropFirst(indent))
      guard let (key, rest) = Self.key(of: body, among: keys) else { continue }
      hidden += 1
      let name = "\(Self.mark)\(hidden)"
      lines[index] = (String(repeating: " ", count: indent) + name + rest).unicodeScalars[...]
      text = lines.map { String($0) }.joined(separator: "\n")
      return (index + 1, column, key)
    }
    return nil
  }

  private static func key(of body: String, among keys: [String]) -> (key: String, rest: String)? {
    for key in keys {
      for written in [key, "\"\(key)\"", "'\(key)'"] where body.hasPrefix(written) {
        let rest = body.dropFirst(written.count)
        if rest.drop(while: { $0 == " " }).first == ":" { return (key, String(rest)) }
      }
    }
    return nil
  }
}
