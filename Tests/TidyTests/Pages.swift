/// Rules for text of any kind, and for pages.
enum Pages {
  static let topLevel: Set<String> = [
    "Sources", "Tests", "systemd", "etc", "docs", ".ci", ".github", ".gitignore", ".swift-format", "Package.swift",
    "Makefile", "README.md", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md",
  ]

  /// What stands at the top although nobody agreed to it.
  static func strangers(in paths: [String]) -> [Complaint] {
    Set(paths.map { String($0.prefix { $0 != "/" }) }).subtracting(topLevel).sorted().map {
      Complaint(path: $0, message: "stands at the top, where nobody agreed to it")
    }
  }

  /// Absolute paths that exist on one machine only.
  static func machinePaths(in text: String, path: String) -> [Complaint] {
    let pattern = /(?:^|[^\w.})*\/-])\/(?:(?:work|wt|build)\b|root\/)/
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { number, line in
      guard line.utf8.contains(UInt8(ascii: "/")), line.contains(pattern) else { return nil }
      return Complaint(path: path, line: number + 1, message: "a path of somebody's machine: \(line)")
    }
  }

  /// Links to files that are not there. `exists` takes a path from the root of the repository.
  static func brokenLinks(in page: String, path: String, exists: (String) -> Bool) -> [Complaint] {
    let folder = path.split(separator: "/").dropLast()
    return page.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { number, line in
      line.matches(of: /\]\(([^)\s]+)\)/).compactMap { match -> Complaint? in
        let target = match.1.prefix { $0 != "#" }
        if target.isEmpty || match.1.contains(/^[a-z]+:/) { return nil }
        var parts = target.hasPrefix("/") ? [] : Array(folder)
        for part in target.split(separator: "/") where part != "." {
          if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        if exists(parts.joined(separator: "/")) { return nil }
        return Complaint(path: path, line: number + 1, message: "links to \(match.1), which is not there")
      }
    }
  }

  /// A map that nobody can overlook is no map.
  static func length(of page: String, path: String, atMost bound: Int) -> [Complaint] {
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false).count - (page.hasSuffix("\n") ? 1 : 0)
    return lines > bound ? [Complaint(path: path, message: "\(lines) lines; at most \(bound)")] : []
  }
}
