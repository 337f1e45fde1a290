/// Bounds on how long a file and a function may be.
enum Sizes {
  static let file = 400
  static let function = 60

  private static let keywords = ["func", "init", "deinit", "subscript", "var"]

  static func complaints(about file: SourceFile) -> [Complaint] {
    length(of: file)
      + functions(in: file).filter { $0.length > function }.map {
        Complaint(path: file.path, line: $0.line, message: "a function of \($0.length) lines; at most \(function)")
      }
  }

  static func length(of file: SourceFile) -> [Complaint] {
    let length = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
    if length <= Self.file { return [] }
    return [Complaint(path: file.path, message: "\(length) lines; at most \(Self.file), so split it")]
  }

  /// Functions, initialisers and computed properties with the number of lines of each, nested ones too.
  static func functions(in file: SourceFile) -> [(line: Int, length: Int)] {
    let lines = file.codeLines
    return lines.indices.compactMap { start in
      guard keywords.contains(where: { lines[start].contains($0) }),
        lines[start].contains(/\b(?:func|init|deinit|subscript)\b|\bvar\b[^=]*\{\s*$/),
        let end = closing(lines, from: start)
      else { return nil }
      return (start + 1, end - start + 1)
    }
  }

  /// The line on which the body that opens on or after `start` closes; nil where there is no body.
  private static func closing(_ lines: [Substring], from start: Int) -> Int? {
    var braces = 0
    var rounds = 0
    var isOpen = false
    for number in start..<lines.count {
      if number > start, !isOpen, rounds == 0, lines[number].contains(/^\s*(?:func|var|let|init|case|struct|enum|})/) {
        return nil
      }
      for character in lines[number] {
        switch character {
        case "(": rounds += 1
        case ")": rounds -= 1
        case "{":
          braces += 1
          isOpen = isOpen || rounds == 0
        case "}": braces -= 1
        default: break
        }
        if braces < 0 { return nil }
        if isOpen, braces == 0 { return number }
      }
    }
    return nil
  }
}
