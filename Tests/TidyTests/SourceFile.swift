/// A Swift file as the rules see it.
struct SourceFile: Sendable {
  let path: String
  let text: String
  let lines: [Substring]
  /// The lines with comments and string literals blanked out.
  let codeLines: [Substring]

  init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    codeLines = Blanked(text).text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The file's name without its ending.
  var name: String {
    let file = path.split(separator: "/").last ?? ""
    return String(file.hasSuffix(".swift") ? file.dropLast(6) : file)
  }

  /// The module that the file belongs to: the folder below Sources or Tests.
  var module: String {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }

  /// The modules that the file imports, with the line of each.
  var imports: [(line: Int, module: String)] {
    codeLines.enumerated().compactMap { number, line in
      guard line.contains("import ") else { return nil }
      return line.firstMatch(
        of: /^\s*(?:@\w+ |public |package |internal |private )*import (?:struct |class |enum |func )?(\w+)/
      )
      .map { (number + 1, String($0.1)) }
    }
  }
}
