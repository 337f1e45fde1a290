import MigrationPhases
import Yams

/// Reads one YAML document to a tree with places. Anchors, aliases, tags and further documents are refused: they let a
/// short text mean a long one, or say a thing in two places.
package struct YAMLText {
  let file: String
  package private(set) var findings: [Finding] = []
  private let lines: [Substring.UnicodeScalarView]
  private static let mostLevels = 32

  /// Reads `text`; the tree is nil where the text is no YAML at all. Keys that come twice are kept, and are findings.
  package static func read(_ text: String, file: String) -> (root: YAMLNode?, findings: [Finding]) {
    var reader = YAMLText(text, file: file)
    let root = reader.read(text)
    return (root, reader.findings)
  }

  private init(_ text: String, file: String) {
    self.file = file
    lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
      Substring($0).unicodeScalars
    }
  }

  private mutating func read(_ text: String) -> YAMLNode? {
    if let name = YAMLAnchors.aliased(in: text) {
      add(
        "yaml-syntax", "found the anchor &\(name) and its alias *\(name), which are not allowed here", nil,
        hint: "write the value out in both places")
      return nil
    }
    var duplicates = YAMLDuplicates(text)
    while true {
      do {
        let parser = try Parser(yaml: duplicates.text, encoding: .utf8)
        guard let node = try parser.singleRoot() else {
          add("yaml-syntax", "found an empty file, expected a mapping", nil)
          return nil
        }
        return convert(node, depth: 0)
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        guard let second = duplicates.hideSecond(of: keys, firstLine: context.mark.line, column: context.mark.column)
        else {
          let names = keys.prefix(5).map { "\"\($0.prefix(40))\"" }.joined(separator: ", ")
          add(
            "duplicate-key", "the key \(names)\(keys.count > 5 ? ", …" : "") comes twice in one mapping",
            YAMLPlace(context.mark))
          return nil
        }
        findings.append(
          Finding(
            file: file, line: second.line, column: second.column, rule: "duplicate-key",
            message: "the key \"\(second.key)\" comes twice; the first is in line \(context.mark.line)"))
      } catch let error as YamlError {
        report(error)
        return nil
      } catch {
        add("yaml-syntax", "cannot be read as YAML: \(error)", nil)
        return nil
      }
    }
  }

  private mutating func convert(_ node: Node, depth: Int) -> YAMLNode? {
    let mark = node.mark.map { YAMLPlace($0) } ?? YAMLPlace(line: 1, column: 1)
    guard depth < Self.mostLevels else {
      tooDeep(mark)
      return nil
    }
    if let sign = line(mark.line).dropFirst(mark.column - 1).first, sign == "!" || sign == "&" {
      let what = sign == "!" ? "a tag" : "an anchor"
      add("yaml-syntax", "found \(what), which is not allowed here", mark, hint: "leave it out")
      return nil
    }
    switch node {
    case .scalar(let scalar):
      return YAMLNode(value: .scalar(convert(scalar, node, mark)), line: mark.line, column: mark.column)
    case .sequence(let sequence):
      let items = sequence.compactMap { convert($0, depth: depth + 1) }
      return YAMLNode(value: .list(items), line: mark.line, column: mark.column)
    case .mapping(let mapping):
      let pairs = mapping.compactMap { pair -> YAMLNode.Pair? in
        guard let key = convert(pair.key, depth: depth + 1), let value = convert(pair.value, depth: depth + 1) else {
          return nil
        }
        if case .scalar(let scalar) = key.value, YAMLDuplicates.isHidden(scalar.text) { return nil }
        return YAMLNode.Pair(key: key, value: value)
      }
      return YAMLNode(value: .mapping(pairs), line: mark.line, column: mark.column)
    case .alias:
      add("yaml-syntax", "found an alias, which is not allowed here", mark)
      return nil
    }
  }

  private mutating func convert(_ scalar: Node.Scalar, _ node: Node, _ mark: YAMLPlace) -> YAMLScalar {
    let isPlain = scalar.style == .plain || scalar.style == .any
    var place = mark
    let style: YAMLScalar.Style
    switch scalar.style {
    case .any, .plain: style = .plain
    case .singleQuoted, .doubleQuoted:
      style = .quoted
      place = YAMLPlace(line: mark.line, column: mark.column + 1)
    case .literal, .folded:
      style = scalar.style == .literal ? .literal : .folded
      place = blockStart(after: mark)
    }
    return YAMLScalar(
      text: scalar.string, style: style, kind: isPlain ? kind(node.tag) : .text, textLine: place.line,
      textColumn: place.column)
  }

  /// The first line of a block scalar that has anything in it.
  private func blockStart(after mark: YAMLPlace) -> YAMLPlace {
    let first = lines.indices.dropFirst(mark.line).first { line($0 + 1).contains { $0 != " " && $0 != "\r" } }
    guard let first else { return mark }
    return YAMLPlace(line: mark.line + 1, column: line(first + 1).prefix { $0 == " " }.count + 1)
  }

  private func line(_ number: Int) -> Substring.UnicodeScalarView {
    lines.indices.contains(number - 1) ? lines[number - 1] : Substring().unicodeScalars
  }

  private func kind(_ tag: Tag) -> YAMLScalar.Kind {
    switch Tag.Name(rawValue: tag.description) {
    case .str: .text
    case .bool: .boolean
    case .int: .integer
    case .float: .number
    case .null: .nothing
    case .timestamp: .timestamp
    default: .other  // names of YAML's own, and whatever an explicit tag says
    }
  }

  private mutating func tooDeep(_ place: YAMLPlace) {
    add(
      "yaml-syntax", "more than \(Self.mostLevels) levels of nesting", place,
      hint: "lists and mappings stand in each other too deeply; look for a bracket that is never closed")
  }

  private mutating func report(_ error: YamlError) {
    switch error {
    case .scanner(_, let problem, let mark, _) where problem.contains("nesting level"),
      .parser(_, let problem, let mark, _) where problem.contains("nesting level"):
      tooDeep(YAMLPlace(mark))
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let around = context.map { " (\($0.text), line \($0.mark.line))" } ?? ""
      let place = YAMLPlace(mark)
      add("yaml-syntax", "not YAML: \(problem)\(around)", place, hint: hint(problem, place))
    case .reader(let problem, let offset, _, let yaml):
      add("yaml-syntax", "not YAML: \(problem)", offset.map { place(of: $0, in: yaml) })
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded, .duplicatedKeysInMapping:
      add("yaml-syntax", "not YAML: \(error)", nil)
    }
  }

  private func hint(_ problem: String, _ mark: YAMLPlace) -> String? {
    if line(mark.line).contains("\t") { return "indent with blanks, YAML allows no tabs there" }
    if problem.contains("mapping values are not allowed") {
      return "put quotation marks around a text that has a colon and a blank in it"
    }
    return nil
  }

  private func place(of offset: Int, in yaml: String) -> YAMLPlace {
    let before = yaml.prefix(offset).unicodeScalars
    let line = before.count { $0 == "\n" } + 1
    let column = before.reversed().prefix { $0 != "\n" }.count + 1
    return YAMLPlace(line: line, column: column)
  }

  private mutating func add(_ rule: String, _ message: String, _ mark: YAMLPlace?, hint: String? = nil) {
    findings.append(
      Finding(file: file, line: mark?.line, column: mark?.column, rule: rule, message: message, hint: hint))
  }
}

extension YAMLPlace {
  fileprivate init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }
}
