import MigrationPhases

/// Reads `migration.yaml` and whatever it names, and keeps every finding on the way.
struct PlanDecoder {
  let source: PlanSource
  var walk = YAMLWalk(file: Plan.fileName, keys: PlanKeys.all)
  /// What was read so far, by path.
  private(set) var gathered: [String: [UInt8]] = [:]
  /// What its SQL is written for; nil where that is not known.
  private(set) var engine: DatabaseEngine?
  /// Texts of the files that are scripts.
  private var texts: [String: String] = [:]

  init(source: PlanSource) { self.source = source }

  mutating func plan() throws(PlanError) -> Plan {
    guard let root = try document(), let fields = walk.fields(root, at: "") else { throw failure() }
    let name = fields["name"].flatMap { self.name($0, at: "name") }
    let description = fields["description"].flatMap { walk.text($0, at: "description", most: PlanBounds.text) }
    let owner = fields["owner"].flatMap { walk.text($0, at: "owner", most: 200) }
    let targets = fields["targets"].flatMap { self.name($0, at: "targets") }
    engine = fields["engine"].map { self.engine($0) } ?? .sqlite
    let schemaVersion = fields["schemaVersion"].flatMap {
      walk.integer($0, at: "schemaVersion", in: 1...1_000_000_000)
    }
    let expand = fields["expand"].flatMap { self.expand($0) }
    let backfill = fields["backfill"].flatMap { self.backfill($0) }
    let `switch` = fields["switch"].flatMap { self.switch($0) }
    let contract = fields["contract"].flatMap { self.contract($0) }
    if let node = fields["contract"], contract?.run != nil, backfill?.keepsInStep == true {
      walk.add(
        "bad-value", at: node,
        "contract.run: found beside backfill.update.keepInStep, whose triggers go with contract's "
          + "own statements", hint: "leave contract.run out: the daemon applies the folder, and takes the triggers away"
      )
    }
    let automatic = fields["automatic"].map { self.automatic($0) } ?? []
    if let further = fields["files"] { furtherFiles(further) }
    refuseUnnamedFiles()
    guard walk.findings.isEmpty, let name, let description, let owner, let targets, let engine, let schemaVersion,
      let expand
    else { throw failure() }
    let files = PlanFiles(gathered.map { PlanFile(path: $0.key, bytes: $0.value) })
    return Plan(
      name: name, description: description, owner: owner, targets: targets, engine: engine,
      schemaVersion: schemaVersion, expand: expand, backfill: backfill, switch: `switch`, contract: contract,
      automatic: automatic, files: files,
      digest: files.digest)
  }

  private mutating func document() throws(PlanError) -> YAMLNode? {
    let path = Plan.fileName
    let lookup = source.look(for: path, atMost: PlanBounds.descriptionFile)
    if let (rule, message, hint) = lookup.problem(with: path, bound: PlanBounds.descriptionFile) {
      walk.add(Finding(file: path, rule: rule, message: message, hint: hint))
    }
    guard let bytes = lookup.bytes else { return nil }
    gathered[path] = bytes
    guard let text = text(of: bytes, in: path) else { return nil }
    let (root, findings) = YAMLText.read(text, file: path)
    for finding in findings { walk.add(finding) }
    // Of a text that is not quite YAML only a part is known, which would make more of its keys seem missing.
    return findings.contains { $0.rule == "yaml-syntax" } ? nil : root
  }

  /// `^[a-z][a-z0-9-]{0,62}$`
  private mutating func name(_ node: YAMLNode, at path: String) -> String? {
    guard let text = walk.text(node, at: path, most: PlanBounds.text) else { return nil }
    guard Plan.isName(text) else {
      walk.add(
        "bad-value", at: node,
        "\(path): found \"\(text.prefix(80))\", expected a name of a-z, 0-9 and -, "
          + "at most 63 characters, the first a letter",
        hint: Plan.name(like: text).map { "did you mean \"\($0)\"?" })
      return nil
    }
    return text
  }

  private mutating func engine(_ node: YAMLNode) -> DatabaseEngine? {
    guard let text = walk.text(node, at: "engine", most: PlanBounds.text) else { return nil }
    if let engine = DatabaseEngine(rawValue: text) { return engine }
    let names = DatabaseEngine.allCases.map(\.rawValue)
    walk.add(
      "bad-value", at: node, "engine: found \"\(text.prefix(40))\", expected \(names.joined(separator: " or "))",
      hint: EditDistance.nearest(to: text, among: names).map { "did you mean \"\($0)\"?" })
    return nil
  }

  private mutating func automatic(_ node: YAMLNode) -> Set<Phase> {
    var phases: Set<Phase> = []
    for item in walk.list(node, at: "automatic", most: Phase.allCases.count) ?? [] {
      guard let text = walk.text(item, at: "automatic[]", most: PlanBounds.text) else { continue }
      guard let phase = Phase(rawValue: text) else {
        let names = Phase.allCases.map(\.rawValue)
        walk.add(
          "bad-value", at: item,
          "automatic: found \"\(text.prefix(40))\", expected one of \(names.joined(separator: ", "))",
          hint: EditDistance.nearest(to: text, among: names).map { "did you mean \"\($0)\"?" })
        continue
      }
      if !phases.insert(phase).inserted { walk.add("duplicate-name", at: item, "automatic names \(text) twice") }
    }
    return phases
  }

  private mutating func furtherFiles(_ node: YAMLNode) {
    for item in walk.list(node, at: "files", most: PlanBounds.files) ?? [] {
      guard let path = walk.text(item, at: "files[]", most: PlanBounds.text) else { continue }
      if gathered[path] != nil {
        walk.add("duplicate-name", at: item, "files: \"\(path)\" belongs to the plan already", hint: "leave it out")
      } else {
        gather(path, at: item, key: "files")
      }
    }
  }

  /// Files that came along with a plan but that it does not name would be in the digest and nowhere else. Where
  /// something else is wrong that may be why they are not named.
  private mutating func refuseUnnamedFiles() {
    guard case .memory(let files) = source, walk.findings.isEmpty else { return }
    for file in files.files where gathered[file.path] == nil {
      walk.add(
        Finding(
          file: file.path, rule: "unnamed-file", message: "\(Plan.fileName) does not name this file",
          hint: "leave it out, or name it under \"files\""))
    }
    if Set(files.paths).count < files.files.count {
      walk.add(Finding(file: Plan.fileName, rule: "duplicate-name", message: "a file comes twice in this plan"))
    }
  }

  private func failure() -> PlanError {
    let inOrder = walk.findings.enumerated().sorted { left, right in
      let sides = [left, right].map {
        ($0.element.file == Plan.fileName ? 0 : 1, $0.element.line ?? 0, $0.element.column ?? 0, $0.offset)
      }
      return sides[0] < sides[1]
    }
    return .findings(inOrder.prefix(PlanBounds.findings).map(\.element))
  }
}

extension PlanDecoder {
  /// The text of a file that the plan names as a script.
  mutating func script(_ node: YAMLNode?, at path: String) -> PlanScript? {
    guard let node, let name = walk.text(node, at: path, most: PlanBounds.text) else { return nil }
    return script(name, at: node, key: path)
  }

  /// The SQL of the file `name`, which `node` under `key` leads to.
  mutating func script(_ name: String, at node: YAMLNode, key path: String) -> PlanScript? {
    guard let bytes = gather(name, at: node, key: path) else { return nil }
    guard let text = texts[name] ?? text(of: bytes, in: name) else { return nil }
    texts[name] = text
    guard text.contains(where: { !$0.isWhitespace && $0 != "\u{FEFF}" }) else {
      walk.add(
        "empty-script", at: node, "\(path): the file \"\(name)\" is empty",
        hint: "write the statements, or leave the phase out of \(Plan.fileName)")
      return nil
    }
    return PlanScript(file: name, text: text, line: 1, column: 1)
  }

  /// SQL written in `migration.yaml` itself.
  mutating func inline(_ node: YAMLNode?, at path: String) -> PlanScript? {
    guard let node, let text = walk.text(node, at: path, most: PlanBounds.descriptionFile),
      case .scalar(let scalar) = node.value
    else { return nil }
    return PlanScript(file: Plan.fileName, text: text, line: scalar.textLine, column: scalar.textColumn)
  }

  /// Reads a file of the plan, once. `key` is what names it, for messages.
  @discardableResult
  mutating func gather(_ path: String, at node: YAMLNode, key: String) -> [UInt8]? {
    if let (rule, message) = PlanPath.problem(path) {
      walk.add(rule, at: node, "\(key): \"\(path.prefix(80))\" \(message)")
      return nil
    }
    if let bytes = gathered[path] { return bytes }
    guard gathered.count < PlanBounds.files else {
      walk.add("too-many", at: node, "the plan names more than \(PlanBounds.files) files")
      return nil
    }
    let lookup = source.look(for: path, atMost: PlanBounds.file)
    if let (rule, message, hint) = lookup.problem(with: path, bound: PlanBounds.file) {
      walk.add(rule, at: node, "\(key): \(message)", hint: hint)
    }
    guard let bytes = lookup.bytes else { return nil }
    gathered[path] = bytes
    return bytes
  }

  private mutating func text(of bytes: [UInt8], in path: String) -> String? {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
    walk.add(
      Finding(
        file: path, line: line, rule: "not-utf8", message: "this line has bytes that are not UTF-8",
        hint: "save the file as UTF-8"))
    return nil
  }
}
