import MigrationEngine
import MigrationPhases
import MigrationPlan

extension ConfigurationDecoder {
  mutating func environments(_ node: YAMLNode) -> [Topology.Environment] {
    guard let items = walk.list(node, at: "environments", most: ConfigurationBounds.environments) else { return [] }
    guard !items.isEmpty else {
      walk.add(
        "bad-value", at: node, "environments: found an empty list, expected at least one environment",
        hint: "leave the key out for staging and production")
      return []
    }
    var environments: [Topology.Environment] = []
    for item in items {
      guard let fields = walk.fields(item, at: "environments[]"), let nameNode = fields["name"],
        let name = name(nameNode, at: "environments[].name")
      else { continue }
      if environments.contains(where: { $0.name == name }) {
        walk.add("duplicate-name", at: nameNode, "environments: \"\(name)\" comes twice")
        continue
      }
      places.environments.append((nameNode, fields["policy"] != nil))
      environments.append(Topology.Environment(name: name, policy: policy(fields["policy"], environment: name)))
    }
    return environments
  }

  /// Each key that is left out keeps the environment's own standard.
  private mutating func policy(_ node: YAMLNode?, environment: String) -> Policy {
    let path = "environments[].policy"
    var policy = StandardPolicy.of(environment)
    guard let node, let fields = walk.fields(node, at: path) else { return policy }
    if let node = fields["minimumWait"],
      let wait = walk.span(node, at: "\(path).minimumWait", in: ConfigurationBounds.minimumWait)
    {
      policy.minimumWait = wait
    }
    if let checklist = fields["checklist"].flatMap({ walk.fields($0, at: "\(path).checklist") }) {
      for phase in Phase.allCases {
        guard let node = checklist[phase.rawValue] else { continue }
        policy.checklist[phase] = items(node, at: "\(path).checklist.\(phase.rawValue)")
      }
    }
    if let approvals = fields["approvals"].flatMap({ walk.fields($0, at: "\(path).approvals") }) {
      for phase in Phase.allCases {
        guard let node = approvals[phase.rawValue] else { continue }
        policy.approvals[phase] = walk.integer(
          node, at: "\(path).approvals.\(phase.rawValue)", in: ConfigurationBounds.approvals)
      }
    }
    if let node = fields["approvalValidFor"],
      let span = walk.span(node, at: "\(path).approvalValidFor", in: ConfigurationBounds.validFor)
    {
      policy.approvalValidFor = span
    }
    return policy
  }

  private mutating func items(_ node: YAMLNode, at path: String) -> [Policy.ChecklistItem] {
    var items: [Policy.ChecklistItem] = []
    for node in walk.list(node, at: path, most: ConfigurationBounds.checklistItems) ?? [] {
      guard let item = item(node, at: "\(path)[]") else { continue }
      if items.contains(where: { $0.name == item.name }) {
        walk.add("duplicate-name", at: node, "\(path): \"\(item.name)\" comes twice")
      }
      items.append(item)
    }
    return items
  }

  /// `backup`, or `{item: backup, validFor: 24h}`.
  private mutating func item(_ node: YAMLNode, at path: String) -> Policy.ChecklistItem? {
    switch node.value {
    case .scalar, .list: return name(node, at: path).map { Policy.ChecklistItem(name: $0, validFor: nil) }
    case .mapping:
      guard let fields = walk.fields(node, at: path) else { return nil }
      let validFor = fields["validFor"].flatMap {
        walk.span($0, at: "\(path).validFor", in: ConfigurationBounds.validFor)
      }
      return fields["item"].flatMap { name($0, at: "\(path).item") }.map {
        Policy.ChecklistItem(name: $0, validFor: validFor)
      }
    }
  }
}
