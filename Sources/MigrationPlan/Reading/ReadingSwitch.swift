extension PlanDecoder {
  mutating func `switch`(_ node: YAMLNode) -> PlanSwitch? {
    guard let fields = walk.fields(node, at: "switch") else { return nil }
    let deploy = fields["deploy"].flatMap { command($0, at: "switch.deploy", timeout: .seconds(600)) }
    let rollback = fields["rollback"].flatMap { command($0, at: "switch.rollback", timeout: .seconds(600)) }
    let health = fields["health"].flatMap { self.health($0) }
    let verify = queries(fields["verify"], at: "switch.verify")
    guard let deploy, let rollback, fields["health"] == nil || health != nil else { return nil }
    return PlanSwitch(deploy: deploy, rollback: rollback, health: health, verify: verify)
  }

  mutating func command(_ node: YAMLNode, at path: String, timeout: Duration) -> PlanCommand? {
    guard let fields = walk.fields(node, at: path) else { return nil }
    let directory = fields["directory"].map { self.directory($0, at: "\(path).directory") } ?? "."
    let words = fields["command"].flatMap { self.words($0, at: "\(path).command", directory: directory) }
    let timeout =
      fields["timeout"].map {
        walk.span($0, at: "\(path).timeout", in: .seconds(1) ... .seconds(7 * 86_400))
      } ?? timeout
    guard let words, let timeout, let directory else { return nil }
    return PlanCommand(command: words, timeout: timeout, directory: directory)
  }

  private mutating func words(_ node: YAMLNode, at path: String, directory: String?) -> [String]? {
    if case .scalar(let scalar) = node.value, scalar.kind == .text {
      let words = scalar.text.split(separator: " ").joined(separator: ", ")
      walk.wrongType(node, at: path, expected: "a list", hint: "no shell takes it apart: write [\(words)]")
      return nil
    }
    guard let items = walk.list(node, at: path, most: PlanBounds.arguments) else { return nil }
    guard !items.isEmpty else {
      walk.add("bad-value", at: node, "\(path): found an empty list, expected a program and its arguments")
      return nil
    }
    let words = items.compactMap { item -> String? in
      guard let word = walk.text(item, at: "\(path)[]", most: PlanBounds.text) else { return nil }
      if let directory, !directory.hasPrefix("/"), word.hasPrefix("./") {
        gather(PlanPath.join(directory, word), at: item, key: path)
      }
      return word
    }
    return words.count == items.count ? words : nil
  }

  private mutating func directory(_ node: YAMLNode, at path: String) -> String? {
    guard let text = walk.text(node, at: path, most: PlanBounds.text) else { return nil }
    let plain = text.hasSuffix("/") && text != "/" ? String(text.dropLast()) : text
    if plain == "." || plain == "/" { return plain }
    guard let (rule, message) = PlanPath.problem(plain.hasPrefix("/") ? String(plain.dropFirst()) : plain) else {
      return plain
    }
    walk.add(rule, at: node, "\(path): \"\(text.prefix(80))\" \(message)")
    return nil
  }

  private mutating func health(_ node: YAMLNode) -> PlanHealth? {
    let path = "switch.health"
    guard let fields = walk.fields(node, at: path) else { return nil }
    let url = fields["url"].flatMap { self.url($0, at: "\(path).url") }
    let timeout =
      fields["timeout"].map {
        walk.span($0, at: "\(path).timeout", in: .seconds(1) ... .seconds(300))
      } ?? .seconds(5)
    let steady = fields["for"].map { walk.span($0, at: "\(path).for", in: .zero ... .seconds(86_400)) } ?? .seconds(30)
    guard let url, let timeout, let steady else { return nil }
    return PlanHealth(url: url, timeout: timeout, steady: steady)
  }

  private mutating func url(_ node: YAMLNode, at path: String) -> String? {
    guard let text = walk.text(node, at: path, most: 2_048) else { return nil }
    guard let problem = WebAddress.problem(text) else { return text }
    walk.add("bad-value", at: node, "\(path): found \"\(text.prefix(80))\", \(problem)")
    return nil
  }
}
