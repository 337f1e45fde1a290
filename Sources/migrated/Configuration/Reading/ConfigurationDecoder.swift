import Logging
import MigrationEngine
import MigrationPhases
import MigrationPlan

/// Reads `migrated.yaml` and keeps every finding on the way.
struct ConfigurationDecoder {
  let file: String
  var walk: YAMLWalk
  /// Where things were said, for findings about several of them at once.
  var places = ConfigurationPlaces()

  init(file: String) {
    self.file = file
    walk = YAMLWalk(file: file, keys: ConfigurationKeys.all)
  }

  mutating func configuration(_ text: String) throws(ConfigurationError) -> Configuration {
    let fields = try fields(of: text)
    let socket = section("socket", of: fields).map { self.socket($0) } ?? SocketSettings()
    let state = fields?["state"].flatMap { absolutePath($0, at: "state", most: ConfigurationBounds.path) }
    let limits = section("limits", of: fields).map { self.limits($0) } ?? Limits()
    let logLevel = section("log", of: fields)?["level"].flatMap { level($0) } ?? .info
    let roles = self.roles(section("roles", of: fields))
    let environments = fields?["environments"].map { self.environments($0) } ?? Self.standardEnvironments
    let targets = fields?["targets"].map { self.targets($0, in: environments) } ?? []
    var configuration = Configuration(
      path: file, socket: socket, state: state.map { StateFolder(path: $0) } ?? StateFolder(), limits: limits,
      logLevel: logLevel, roles: roles, environments: environments, targets: targets, warnings: [])
    let review = ConfigurationReview(configuration: configuration, places: places)
    for finding in review.findings { walk.add(finding) }
    let findings = Self.inOrder(walk.findings)
    guard findings.allSatisfy({ $0.severity == .warning }) else { throw .findings(findings) }
    configuration.warnings = findings
    return configuration
  }

  static let standardEnvironments = ["staging", StandardPolicy.strictEnvironment].map { name in
    Topology.Environment(name: name, policy: StandardPolicy.of(name))
  }

  /// A file with nothing but comments says nothing, and that is allowed; nil then.
  private mutating func fields(of text: String) throws(ConfigurationError) -> YAMLFields? {
    let saysNothing = text.split(whereSeparator: \.isNewline).allSatisfy { line in
      line.first { !$0.isWhitespace }.map { $0 == "#" } ?? true
    }
    if saysNothing { return nil }
    let (root, findings) = YAMLText.read(text, file: file)
    for finding in findings { walk.add(finding) }
    guard let root, let fields = walk.fields(root, at: "") else { throw .findings(Self.inOrder(walk.findings)) }
    return fields
  }

  private mutating func section(_ key: String, of fields: YAMLFields?) -> YAMLFields? {
    fields?[key].flatMap { walk.fields($0, at: key) }
  }

  private static func inOrder(_ findings: [Finding]) -> [Finding] {
    let sorted = findings.enumerated().sorted { left, right in
      (left.element.line ?? .max, left.element.column ?? .max, left.offset)
        < (right.element.line ?? .max, right.element.column ?? .max, right.offset)
    }
    let errors = sorted.map(\.element).filter { $0.severity == .error }
    guard errors.count > ConfigurationBounds.findings else { return sorted.map(\.element) }
    return Array(errors.prefix(ConfigurationBounds.findings))
  }
}

extension ConfigurationDecoder {
  mutating func warn(_ rule: String, at node: YAMLNode?, _ message: String, hint: String? = nil) {
    walk.add(
      Finding(
        severity: .warning, file: file, line: node?.line, column: node?.column, rule: rule, message: message,
        hint: hint))
  }

  /// `^[a-z][a-z0-9-]{0,62}$`, as the names of plans.
  mutating func name(_ node: YAMLNode, at path: String) -> String? {
    guard let text = walk.text(node, at: path, most: ConfigurationBounds.text) else { return nil }
    if Plan.isName(text) { return text }
    walk.add(
      "bad-value", at: node,
      "\(path): found \"\(text.prefix(80))\", expected a name of a-z, 0-9 and -, at most 63 characters, the first a letter"
    )
    return nil
  }

  /// Without a slash at its end. Nothing in it is expanded or resolved.
  mutating func absolutePath(_ node: YAMLNode, at path: String, most: Int) -> String? {
    guard var text = walk.text(node, at: path, most: ConfigurationBounds.path) else { return nil }
    while text.count > 1, text.hasSuffix("/") { text.removeLast() }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    let (problem, hint): (String?, String?) =
      if !text.hasPrefix("/") {
        ("is not an absolute path", "write it out from the root; ~ and variables are not expanded")
      } else if text == "/" {
        ("is the root folder", nil)
      } else if parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) {
        ("has an empty part, \".\" or \"..\" in it", "write it without")
      } else if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
        ("has a control character in it", nil)
      } else if text.utf8.count > most {
        ("has \(text.utf8.count) bytes, at most \(most) are allowed", nil)
      } else {
        (nil, nil)
      }
    guard let problem else { return text }
    walk.add("bad-path", at: node, "\(path): \"\(text.prefix(80))\" \(problem)", hint: hint)
    return nil
  }
}
