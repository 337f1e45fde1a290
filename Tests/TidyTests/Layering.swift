/// Holds the manifest and the imports against a map of which module may import which.
struct Layering {
  /// Modules of our own, and what each depends on, by the manifest.
  let drawn: [String: Set<String>]

  init(manifest: String) {
    var bodies: [String: Substring] = [:]
    for match in manifest.matches(of: /(?:\bmodule\(|\.executableTarget\(|\.target\()\s*(?:name:\s*)?"([\w-]+)"/) {
      let open = manifest[match.range].firstIndex(of: "(") ?? match.range.lowerBound
      let body = manifest[open..<Layering.close(of: open, in: manifest)]
      // What is not below Sources supports tests and has no place in the layers.
      if !body.contains("path: \"Tests/") { bodies[String(match.1)] = body }
    }
    drawn = Dictionary(
      uniqueKeysWithValues: bodies.map { name, body in
        let names = body.matches(of: /"([\w-]+)"/).map { String($0.1) }
        return (name, Set(names.filter { $0 != name && bodies[$0] != nil }))
      })
  }

  /// Modules and arrows of the manifest that are on no map, and what is on the map without being drawn.
  func complaints(map: [String: [String: String]]) -> [Complaint] {
    let arrows = Set(drawn.flatMap { from, names in [from] + names.map { "\(from) -> \($0)" } })
    let mapped = Set(map.flatMap { from, names in [from] + names.keys.map { "\(from) -> \($0)" } })
    let unknown = arrows.subtracting(mapped).map { "\($0) is on no map: give it a reason in Walls and architecture.md" }
    let stale = mapped.subtracting(arrows).map { "\($0) is on the map, but the manifest does not draw it" }
    return (unknown + stale).sorted().map { Complaint(path: "Package.swift", message: $0) }
  }

  /// Imports of our modules that the manifest does not draw.
  func complaints(about file: SourceFile) -> [Complaint] {
    file.imports.compactMap { line, name in
      guard drawn[name] != nil, name != file.module, drawn[file.module]?.contains(name) != true else { return nil }
      return Complaint(path: file.path, line: line, message: "\(file.module) must not import \(name)")
    }
  }

  private static func close(of open: String.Index, in text: String) -> String.Index {
    var depth = 0
    for index in text[open...].indices {
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" { depth -= 1 }
      if depth == 0 { return index }
    }
    return text.endIndex
  }
}
