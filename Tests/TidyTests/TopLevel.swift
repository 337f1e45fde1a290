/// What may stand at the top of the repository.
enum TopLevel {
  static let folders: Set<String> = ["Sources/", "Tests/", "systemd/", "etc/", "docs/", ".ci/", ".git/", ".github/"]

  /// `ignored` are the lines of .gitignore.
  static func complaints(about names: [String], ignored: [String]) -> [Complaint] {
    names.filter { name in
      name.hasSuffix("/") && !folders.contains(name) && !ignored.contains { matches(name, $0) }
    }.map { Complaint(path: $0, message: "a folder at the top that nobody agreed to") }
  }

  private static func matches(_ name: String, _ line: String) -> Bool {
    let pattern = line.hasPrefix("/") ? line.dropFirst() : Substring(line)
    guard let star = pattern.firstIndex(of: "*") else { return pattern == name }
    return name.hasPrefix(pattern[..<star]) && name.hasSuffix(pattern[pattern.index(after: star)...])
  }
}
