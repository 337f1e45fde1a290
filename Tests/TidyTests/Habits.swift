/// What code here does not do. Each check takes a text and gives the lines that break it.
enum Habits {
  /// Forced or unchecked things, stray tasks and unfinished work.
  static func forbidden(in text: String) -> [String] {
    let patterns: [(Regex<Substring>, String)] = [
      (/\btry!/, "try!"), (/\bas!/, "as!"), (/\bfatalError\(/, "fatalError"),
      (/@unchecked Sendable/, "unchecked Sendable"),
      (/nonisolated\(unsafe\)/, "nonisolated(unsafe)"), (/\b(?:TODO|FIXME|XXX)\b/, "unfinished"),
      (/(?:^|[^.\w])Task(?:\.detached)?\s*\{/, "a task that nobody waits for"),
    ]
    var found: [String] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      for (pattern, name) in patterns where line.firstMatch(of: pattern) != nil {
        found.append("line \(number + 1): \(name)")
      }
    }
    return found
  }

  /// Functions of more than `most` lines, by their indentation: from `func` or `init` to the brace in its column.
  static func longFunctions(in text: String, most: Int) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var found: [String] = []
    for (start, line) in lines.enumerated() {
      let indent = line.prefix { $0 == " " }
      let body = line.dropFirst(indent.count)
      guard
        body.firstMatch(
          of:
            /^((public|private|fileprivate|package|static|mutating|nonisolated|override|final|@\w+(\(.*?\))?) )*(func |init\()/
        ) != nil
      else { continue }
      guard let end = lines.indices.dropFirst(start + 1).first(where: { lines[$0] == indent + "}" }) else { continue }
      if end - start + 1 > most { found.append("line \(start + 1): a function of \(end - start + 1) lines") }
    }
    return found
  }

  /// Whether a file is named after something that is in it: a type, an extension, or the theme of its extensions.
  static func declares(_ name: String, in text: String) -> Bool {
    let stem = name.replacing(".swift", with: "")
    return text.contains("\(stem)") || text.contains("extension ")
  }

  static let topLevel: Set<String> = [
    "Sources", "Tests", "systemd", "etc", "docs", ".ci", ".gitignore", ".swift-format", "Package.swift", "Makefile",
    "README.md", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md",
  ]

  /// Relative links of a page that lead nowhere. `exists` takes a path from the page's own folder.
  static func brokenLinks(in page: String, exists: (String) -> Bool) -> [String] {
    page.matches(of: /\]\(([^)#\s]+)(#[^)]*)?\)/).map { String($0.1) }
      .filter { !$0.contains("://") && !$0.hasPrefix("mailto:") && !exists($0) }
  }
}
