/// Words that must not stand in the code of the product.
enum Words {
  /// What to look for in code, outside comments and strings, and why not.
  static var inCode: [(pattern: Regex<Substring>, name: String, reason: String)] {
    [
      (/\btry!/, "try!", "it kills the daemon; handle the error"),
      (/\bas!/, "as!", "it kills the daemon; use as? and handle nil"),
      (/\bfatalError\(/, "fatalError", "it kills the daemon; throw"),
      (/@unchecked\s+Sendable/, "@unchecked Sendable", "let the compiler prove it"),
      (/nonisolated\(unsafe\)/, "nonisolated(unsafe)", "let the compiler prove it"),
      (/\bTask(?:\.detached)?(?:\([^)]*\))?\s*\{/, "an unstructured task", "use a task group, so that it is awaited"),
    ]
  }

  /// What to look for in comments too: work that was left.
  static var inText: Regex<Substring> { /\b(?:TO[D]O|FI[X]ME)\b/ }

  static func complaints(about file: SourceFile) -> [Complaint] {
    let words = inCode
    let code = file.codeLines.enumerated().flatMap { number, line in
      words.filter { line.contains($0.pattern) }.map {
        Complaint(path: file.path, line: number + 1, message: "\($0.name): \($0.reason)")
      }
    }
    let text = file.lines.enumerated().filter { $1.contains(inText) }.map { number, _ in
      Complaint(
        path: file.path, line: number + 1, message: "unfinished: finish it, or write it down where it is planned")
    }
    return code + text
  }
}
