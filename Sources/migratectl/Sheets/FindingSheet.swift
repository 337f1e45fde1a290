import MigrationPhases

/// Findings the way compilers print theirs, so that editors can jump to them.
struct FindingSheet: Sendable {
  let appearance: Appearance
  /// The text of a line of a file, where it can be had; the path is the one that is printed.
  var source: @Sendable (_ path: String, _ line: Int) -> String? = { _, _ in nil }

  /// - Parameter folder: put before the files' names where they are inside a plan's folder.
  func text(_ findings: [Finding], folder: String?) -> String {
    findings.map { text($0, folder: folder) }.joined()
  }

  /// `2 errors, 1 warning`, or `no findings`.
  static func sum(_ findings: [Finding]) -> String {
    let errors = findings.filter { $0.severity == .error }.count
    let warnings = findings.count - errors
    let parts = [errors > 0 ? Counting.of(errors, "error") : "", warnings > 0 ? Counting.of(warnings, "warning") : ""]
    let named = parts.filter { !$0.isEmpty }
    return named.isEmpty ? "no findings" : named.joined(separator: ", ")
  }

  private func text(_ finding: Finding, folder: String?) -> String {
    let path = folder.map { Self.path($0, finding.file) } ?? finding.file
    var place = SafeText.line(path)
    if let line = finding.line { place += ":\(line)" }
    if finding.line != nil, let column = finding.column { place += ":\(column)" }
    let tone: Tone =
      switch finding.severity {
      case .error: .bad
      case .warning: .warning
      }
    var text = Tone.strong.paint(place + ":", appearance) + " "
    text += tone.paint(finding.severity.rawValue + ":", appearance)
    text += " \(SafeText.line(finding.message)) \(Tone.faint.paint("[\(finding.rule)]", appearance))\n"
    if let line = finding.line, let found = source(path, line) { text += excerpt(found, line, finding.column) }
    if let hint = finding.hint { text += Wrapping.hanging("  hint: ", hint, appearance) }
    return text
  }

  /// `./plan/expand.sql`, with no slash twice.
  static func path(_ folder: String, _ file: String) -> String {
    if folder == "." || file.hasPrefix("/") { return file }
    return folder.hasSuffix("/") ? folder + file : folder + "/" + file
  }

  /// Columns of a source line that are shown where no terminal says how many there are.
  private static let usualWidth = 160

  /// The line, and a caret under the column, which counts characters from 1. A line that is too long is shown around it.
  private func excerpt(_ line: String, _ number: Int, _ column: Int?) -> String {
    let head = TextWidth.blanks(5 - String(number).count) + "\(number) | "
    let room = max(20, (appearance.width ?? Self.usualWidth) - head.count)
    let cut = LineExcerpt(line, around: column, room: room)
    var result = Tone.faint.paint(head, appearance) + cut.text + "\n"
    if let before = cut.before {
      let margin = TextWidth.blanks(head.count - 3) + " | "
      result += Tone.faint.paint(margin, appearance) + TextWidth.blanks(before) + Tone.bad.paint("^", appearance) + "\n"
    }
    return result
  }
}
