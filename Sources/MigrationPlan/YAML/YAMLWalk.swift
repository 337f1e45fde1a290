import MigrationPhases

/// Takes values out of a tree, strictly: a wrong one is a finding with its place, and the walk goes on.
package struct YAMLWalk {
  package let file: String
  package private(set) var findings: [Finding] = []
  private let table: [YAMLKey]
  private let keys: [String: [YAMLKey]]

  /// `keys` is every key that the document may have; the first part of a free mapping's path ends there.
  package init(file: String, keys: [YAMLKey]) {
    self.file = file
    table = keys
    self.keys = Dictionary(grouping: keys, by: \.parent)
  }

  package mutating func add(_ finding: Finding) { findings.append(finding) }

  package mutating func add(_ rule: String, at node: YAMLNode, _ message: String, hint: String? = nil) {
    add(Finding(file: file, line: node.line, column: node.column, rule: rule, message: message, hint: hint))
  }

  /// The values of a mapping at `path`. Keys that nobody knows and required ones that are missing are findings.
  package mutating func fields(_ node: YAMLNode, at path: String) -> YAMLFields? {
    guard case .mapping(let pairs) = node.value else {
      wrongType(node, at: path, expected: "a mapping with the keys \(names(at: path))")
      return nil
    }
    let known = keys[path] ?? []
    var values: [String: YAMLNode] = [:]
    var meant: Set<String> = []
    for pair in pairs {
      guard let key = text(ofKey: pair.key) else { continue }
      guard known.contains(where: { $0.name == key }) else {
        if let nearest = unknown(key, pair.key, at: path) { meant.insert(nearest) }
        continue
      }
      values[key] = pair.value
    }
    for key in known where key.isRequired && values[key.name] == nil && !meant.contains(key.name) {
      add(
        "missing-key", at: node, "\"\(key.name)\" is missing\(place(path))", hint: "\(key.path): \(key.meaning)")
    }
    return YAMLFields(path: path, node: node, values: values)
  }

  /// A text that YAML reads as one too: not `no`, `010` or `1:30` without quotation marks.
  package mutating func text(_ node: YAMLNode, at path: String, most: Int) -> String? {
    guard let scalar = scalar(node, at: path, expected: "a text") else { return nil }
    guard scalar.kind == .text else {
      wrongType(node, at: path, expected: "a text", hint: "put it in quotation marks: \"\(scalar.text)\"")
      return nil
    }
    guard scalar.text.contains(where: { !$0.isWhitespace }) else {
      add("bad-value", at: node, "\(path) is empty")
      return nil
    }
    guard scalar.text.count <= most else {
      add("too-large", at: node, "\(path) has \(scalar.text.count) characters, at most \(most) are allowed")
      return nil
    }
    guard !scalar.text.unicodeScalars.contains("\0") else {
      add("bad-value", at: node, "\(path) has a NUL character in it")
      return nil
    }
    return scalar.text
  }

  /// A whole number in decimal digits.
  package mutating func integer(_ node: YAMLNode, at path: String, in range: ClosedRange<Int>) -> Int? {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let scalar = scalar(node, at: path, expected: expected) else { return nil }
    let digits = scalar.text.utf8
    let isPlain = scalar.style == .plain && !digits.isEmpty && digits.allSatisfy { (48...57).contains($0) }
    guard isPlain, scalar.text == "0" || scalar.text.first != "0" else {
      let isOctal = isPlain && scalar.text.first == "0"
      wrongType(
        node, at: path, expected: expected,
        hint: isOctal ? "leave the leading 0 out, YAML reads such a number as octal" : nil)
      return nil
    }
    guard let value = Int(scalar.text), range.contains(value) else {
      add("bad-value", at: node, "\(path): found \(scalar.text), expected \(expected)")
      return nil
    }
    return value
  }

  package mutating func boolean(_ node: YAMLNode, at path: String) -> Bool? {
    guard let scalar = scalar(node, at: path, expected: "true or false") else { return nil }
    guard scalar.style == .plain, scalar.text == "true" || scalar.text == "false" else {
      wrongType(node, at: path, expected: "true or false")
      return nil
    }
    return scalar.text == "true"
  }

  package mutating func span(_ node: YAMLNode, at path: String, in range: ClosedRange<Duration>) -> Duration? {
    let expected = "a time span such as 90s, 10m, 36h, 14d or 1d 12h"
    guard let scalar = scalar(node, at: path, expected: expected) else { return nil }
    do {
      let span = try TimeSpan.parse(scalar.text)
      guard range.contains(span) else {
        let bounds = "\(TimeSpan.exact(range.lowerBound)) to \(TimeSpan.exact(range.upperBound))"
        add("bad-value", at: node, "\(path): found \(scalar.text), expected a time span from \(bounds)")
        return nil
      }
      return span
    } catch {
      add("bad-value", at: node, "\(path): \(error)")
      return nil
    }
  }

  package mutating func list(_ node: YAMLNode, at path: String, most: Int) -> [YAMLNode]? {
    guard case .list(let items) = node.value else {
      wrongType(node, at: path, expected: "a list")
      return nil
    }
    guard items.count <= most else {
      add("too-many", at: node, "\(path) has \(items.count) items, at most \(most) are allowed")
      return nil
    }
    return items
  }

  /// A mapping whose keys are free: in the document's order.
  package mutating func entries(_ node: YAMLNode, at path: String, most: Int) -> [(key: String, value: YAMLNode)]? {
    guard case .mapping(let pairs) = node.value else {
      wrongType(node, at: path, expected: "a mapping")
      return nil
    }
    guard pairs.count <= most else {
      add("too-many", at: node, "\(path) has \(pairs.count) keys, at most \(most) are allowed")
      return nil
    }
    return pairs.compactMap { pair in text(ofKey: pair.key).map { ($0, pair.value) } }
  }

  /// None of `keys`, or several of them, are a finding.
  package mutating func exactlyOne(of keys: [String], in fields: YAMLFields) {
    let present = keys.filter { fields[$0] != nil }
    let choice = keys.map { "\"\($0)\"" }.joined(separator: ", ")
    if let second = present.dropFirst().first.flatMap({ fields[$0] }) {
      let found = present.map { "\"\($0)\"" }.joined(separator: " and ")
      add("one-of", at: second, "\(fields.path): found \(found), expected exactly one of \(choice)")
    } else if present.isEmpty {
      add("one-of", at: fields.node, "\(fields.path): found none of \(choice), expected exactly one")
    }
  }

  package mutating func wrongType(_ node: YAMLNode, at path: String, expected: String, hint: String? = nil) {
    let subject = path.isEmpty ? "" : "\(path): "
    add("wrong-type", at: node, "\(subject)found \(node.found), expected \(expected)", hint: hint)
  }

  private mutating func scalar(_ node: YAMLNode, at path: String, expected: String) -> YAMLScalar? {
    guard case .scalar(let scalar) = node.value, scalar.kind != .nothing else {
      wrongType(node, at: path, expected: expected)
      return nil
    }
    return scalar
  }

  private mutating func text(ofKey node: YAMLNode) -> String? {
    guard case .scalar(let scalar) = node.value, scalar.kind == .text, !scalar.text.isEmpty else {
      add(
        "wrong-type", at: node, "found \(node.found) as a key, expected a text",
        hint: "put the key in quotation marks")
      return nil
    }
    return scalar.text
  }

  /// The known key that was probably meant.
  private mutating func unknown(_ key: String, _ node: YAMLNode, at path: String) -> String? {
    let known = (keys[path] ?? []).map(\.name)
    let nearest = EditDistance.nearest(to: key, among: known)
    let hint: String
    if let nearest {
      hint = "did you mean \"\(nearest)\"?"
    } else if let other = table.first(where: { $0.name == key }) {
      hint = "\"\(key)\" belongs \(other.parent.isEmpty ? "at the top" : "under \(other.parent)")"
    } else {
      hint = "the keys here are \(names(at: path))"
    }
    let shown = key.count > 40 ? "\(key.prefix(40))…" : key
    add("unknown-key", at: node, "unknown key \"\(shown)\"\(place(path))", hint: hint)
    return nearest
  }

  private func names(at path: String) -> String { (keys[path] ?? []).map(\.name).joined(separator: ", ") }

  private func place(_ path: String) -> String { path.isEmpty ? "" : " in \(path)" }
}
