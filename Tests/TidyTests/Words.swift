/// Words that must not stand in the code of the product.
enum Words {
  /// What to look for in code, outside comments and strings, and why not. A line without the word is not looked at twice.
  private static var inCode: [(word: String, pattern: Regex<Substring>, reason: String)] {
    [
      ("try!", /\btry!/, "it kills the daemon; handle the error"),
      ("as!", /\bas!/, "it kills the daemon; use as? and handle nil"),
      ("fatalError", /\bfatalError\(/, "it kills the daemon; throw"),
      ("@unchecked", /@unchecked\s+Sendable/, "let the compiler prove it"),
      ("nonisolated(unsafe)", /nonisolated\(unsafe\)/, "let the compiler prove it"),
      ("Task", /\bTask(?:\.detached)?(?:\([^)]*\))?\s*\{/, "a task that nobody waits for; use a task group"),
    ]
  }

  static func complaints(about file: SourceFile) -> [Complaint] {
    let words = inCode
    let code = file.codeLines.enumerated().flatMap { number, line in
      words.filter { line.contains($0.word) && line.contains($0.pattern) }.map {
        Complaint(path: file.path, line: number + 1, message: "\($0.word): \($0.reason)")
      }
    }
    let left = file.lines.enumerated().filter { _, line in
      (line.contains("TO" + "DO") || line.contains("FI" + "XME")) && line.contains(/\b(?:TO[D]O|FI[X]ME)\b/)
    }
    return code
      + left.map { number, _ in
        Complaint(path: file.path, line: number + 1, message: "unfinished: finish it, or write it where it is planned")
      }
  }
}
