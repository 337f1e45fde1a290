/// Reads an interface file by the grammar of UAPI.20.
struct InterfaceParser {
  private var scanner: InterfaceScanner
  /// The types that were used, with the line of their first use.
  private var used: [(name: String, line: Int)] = []

  init(_ text: String) { scanner = InterfaceScanner(text) }

  mutating func interface() throws(InterfaceSyntaxError) -> (
    name: String, documentation: String, members: [VarlinkMember]
  ) {
    let gap = scanner.skipBlanks()
    try keyword("interface")
    let name = try interfaceName()
    var members: [VarlinkMember] = []
    while true {
      let before = scanner.skipBlanks()
      if scanner.isAtEnd { break }
      guard before.hasLineBreak else { throw problem("found \(scanner.found), expected the end of the line") }
      members.append(try member(before.documentation, earlier: members))
    }
    guard !members.isEmpty else { throw problem("\(name) declares nothing, expected a type, a method or an error") }
    try checkUsedTypes(members)
    return (name, gap.documentation, members)
  }

  private mutating func member(
    _ documentation: String, earlier: [VarlinkMember]
  ) throws(InterfaceSyntaxError) -> VarlinkMember {
    let word = scanner.word(with: [])
    guard ["type", "method", "error"].contains(word) else {
      throw problem("found \(word.isEmpty ? scanner.found : "\"\(word)\""), expected type, method or error")
    }
    guard !scanner.skipBlanks().isEmpty else { throw problem("expected a name after \(word)") }
    let name = try memberName()
    guard !earlier.contains(where: { $0.name == name }) else {
      throw problem("\(name) is declared twice; types, methods and errors share their names")
    }
    _ = scanner.skipBlanks()
    let declaration: VarlinkMember.Declaration
    switch word {
    case "type":
      try expect("(")
      declaration = .type(try structureOrEnumeration())
    case "method":
      let input = try structure()
      _ = scanner.skipBlanks()
      try expect("->")
      _ = scanner.skipBlanks()
      declaration = .method(input: input, output: try structure())
    default: declaration = .error(try structure())
    }
    return VarlinkMember(name: name, documentation: documentation, declaration: declaration)
  }

  // MARK: Types

  private mutating func type() throws(InterfaceSyntaxError) -> VarlinkType {
    if scanner.take("?") {
      guard !scanner.take("?") else { throw problem("found \"??\", expected one \"?\" at most") }
      return .nullable(try type())
    }
    if scanner.take("[]") { return .array(try type()) }
    if scanner.take("[string]") { return .map(try type()) }
    if scanner.take("(") { return try structureOrEnumeration() }
    let line = scanner.line
    let word = scanner.word(with: [])
    switch word {
    case "bool": return .bool
    case "int": return .int
    case "float": return .float
    case "string": return .string
    case "object": return .object
    case "any": return .any
    case "": throw problem("found \(scanner.found), expected a type")
    default:
      guard Self.isMemberName(word) else { throw problem("found \"\(word)\", expected a type") }
      used.append((word, line))
      return .named(word)
    }
  }

  private mutating func structure() throws(InterfaceSyntaxError) -> [VarlinkField] {
    try expect("(")
    let line = scanner.line
    switch try structureOrEnumeration() {
    case .structure(let fields): return fields
    case .bool, .int, .float, .string, .object, .any, .named, .enumeration, .array, .map, .nullable:
      throw InterfaceSyntaxError(line: line, message: "found names without types, expected fields")
    }
  }

  /// What stands behind an opening parenthesis: fields, or the words of an enumeration. `()` has no fields.
  private mutating func structureOrEnumeration() throws(InterfaceSyntaxError) -> VarlinkType {
    var fields: [VarlinkField] = []
    var words: [String] = []
    var gap = scanner.skipBlanks()
    if scanner.take(")") { return .structure([]) }
    while true {
      let name = try fieldName()
      guard !words.contains(name), !fields.contains(where: { $0.name == name }) else {
        throw problem("\(name) comes twice")
      }
      _ = scanner.skipBlanks()
      if scanner.take(":") {
        _ = scanner.skipBlanks()
        fields.append(VarlinkField(name: name, documentation: gap.documentation, type: try type()))
      } else {
        words.append(name)
      }
      guard fields.isEmpty || words.isEmpty else {
        throw problem("\(name): fields with a type and names without one cannot be mixed")
      }
      _ = scanner.skipBlanks()
      if scanner.take(")") { return fields.isEmpty ? .enumeration(words) : .structure(fields) }
      try expect(",")
      gap = scanner.skipBlanks()
    }
  }

  private func checkUsedTypes(_ members: [VarlinkMember]) throws(InterfaceSyntaxError) {
    var types = Set<String>()
    for member in members {
      switch member.declaration {
      case .type: types.insert(member.name)
      case .method, .error: break
      }
    }
    for use in used where !types.contains(use.name) {
      throw InterfaceSyntaxError(line: use.line, message: "there is no type \(use.name) in this interface")
    }
  }

  // MARK: Names

  private mutating func interfaceName() throws(InterfaceSyntaxError) -> String {
    let name = scanner.word(with: ["-", "."])
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let isWellFormed = parts.allSatisfy { part in
      !part.isEmpty && !part.hasPrefix("-") && !part.hasSuffix("-")
    }
    guard parts.count >= 2, isWellFormed, let first = name.unicodeScalars.first, Self.isLetter(first) else {
      throw problem("found \"\(name)\", expected an interface name such as org.example.ftl")
    }
    return name
  }

  private mutating func memberName() throws(InterfaceSyntaxError) -> String {
    let name = scanner.word(with: [])
    guard Self.isMemberName(name) else {
      throw problem("found \(name.isEmpty ? scanner.found : "\"\(name)\""), expected a name that begins with A to Z")
    }
    return name
  }

  private mutating func fieldName() throws(InterfaceSyntaxError) -> String {
    let name = scanner.word(with: ["_"])
    guard let first = name.unicodeScalars.first, Self.isLetter(first), !name.hasSuffix("_"), !name.contains("__")
    else {
      throw problem("found \(name.isEmpty ? scanner.found : "\"\(name)\""), expected a field's name")
    }
    return name
  }

  private static func isMemberName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first else { return false }
    return "A"..."Z" ~= first
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z": true
    default: false
    }
  }

  // MARK: Tokens

  private mutating func keyword(_ word: String) throws(InterfaceSyntaxError) {
    let found = scanner.word(with: [])
    guard found == word else {
      throw problem("found \(found.isEmpty ? scanner.found : "\"\(found)\""), expected \(word)")
    }
    guard !scanner.skipBlanks().isEmpty else { throw problem("expected a name after \(word)") }
  }

  private mutating func expect(_ text: StaticString) throws(InterfaceSyntaxError) {
    guard scanner.take(text) else { throw problem("found \(scanner.found), expected \"\(text)\"") }
  }

  private func problem(_ message: String) -> InterfaceSyntaxError {
    InterfaceSyntaxError(line: scanner.line, message: message)
  }
}
