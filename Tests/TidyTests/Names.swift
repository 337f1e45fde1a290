/// File names, and a line of documentation for what a module offers.
enum Names {
  static func complaints(about file: SourceFile) -> [Complaint] {
    drawers(file) + misnamed(file) + undocumented(file)
  }

  /// Names that say nothing of what is inside.
  static func drawers(_ file: SourceFile) -> [Complaint] {
    guard file.name.contains(/\+|(?:Utils?|Utilities|Helpers?|Manager|Common|Misc|Placeholder)$/) else { return [] }
    return [Complaint(path: file.path, message: "a drawer for anything; name the file after what is in it")]
  }

  /// A file that declares types bears the name of one of them, or of what its extensions are about.
  private static func misnamed(_ file: SourceFile) -> [Complaint] {
    // Only what stands at the margin is the file's own.
    let types = file.codeLines.filter { $0.first?.isWhitespace == false }.compactMap { line in
      line.firstMatch(
        of:
          /^(?:@\S+ )*(?:public |package |internal |final |indirect |nonisolated )*(?:struct|enum|class|actor|protocol) (\w+)/
      ).map { String($0.1) }
    }
    let isTheme = file.codeLines.contains { $0.hasPrefix("extension ") || $0.hasPrefix("public extension ") }
    guard !types.isEmpty, !types.contains(file.name), !isTheme else { return [] }
    return [Complaint(path: file.path, message: "declares \(types.joined(separator: ", ")), but no \(file.name)")]
  }

  private static func undocumented(_ file: SourceFile) -> [Complaint] {
    let lines = file.lines
    return lines.indices.compactMap { number in
      let declaration = /^public (?:final |indirect )?(?:struct|enum|class|actor|protocol) (\w+)/
      guard lines[number].hasPrefix("public "), let match = lines[number].firstMatch(of: declaration) else {
        return nil
      }
      let above = lines[..<number].last { !$0.hasPrefix("@") } ?? ""
      if above.hasPrefix("///") { return nil }
      return Complaint(path: file.path, line: number + 1, message: "\(match.1) has no line that says what it is")
    }
  }
}
