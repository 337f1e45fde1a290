import Glibc
import MigrationPlan

/// docs/plan.md, cut into its pieces.
struct PlanPage {
  let lines: [String]

  init() throws {
    let path = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/docs/plan.md"
    lines = try Self.read(path).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// What stands between `<!-- name -->` and `<!-- /name -->`.
  func part(_ name: String) -> String {
    guard let start = lines.firstIndex(of: "<!-- \(name) -->"), let end = lines.firstIndex(of: "<!-- /\(name) -->")
    else { return "" }
    return lines[lines.index(after: start)..<end].joined(separator: "\n")
  }

  /// Fenced blocks with their language, and the file name in a line of its own before them, if there is one.
  var blocks: [(language: String, file: String?, text: String)] {
    var blocks: [(language: String, file: String?, text: String)] = []
    var index = 0
    while index < lines.count {
      guard lines[index].hasPrefix("```"), lines[index].count > 3 else {
        index += 1
        continue
      }
      let end = lines[(index + 1)...].firstIndex(of: "```") ?? lines.count
      let label = lines[..<index].last { !$0.isEmpty } ?? ""
      let isFile = label.hasPrefix("`") && label.hasSuffix("`") && !label.dropFirst().dropLast().contains("`")
      let text = lines[(index + 1)..<end].map { $0 + "\n" }.joined()
      blocks.append((String(lines[index].dropFirst(3)), isFile ? String(label.dropFirst().dropLast()) : nil, text))
      index = end + 1
    }
    return blocks
  }

  static func read(_ path: String) throws -> String {
    guard let file = fopen(path, "r") else { throw PlanError.unreadable(folder: path, reason: "cannot be opened") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}
