import MigrationEngine
import MigrationPhases
import MigrationPlan
import MigrationTargets

extension ConfigurationDecoder {
  mutating func targets(_ node: YAMLNode, in environments: [Topology.Environment]) -> [TargetSettings] {
    var targets: [TargetSettings] = []
    var names: Set<String> = []
    for item in walk.list(node, at: "targets", most: ConfigurationBounds.targets) ?? [] {
      guard let fields = walk.fields(item, at: "targets[]") else { continue }
      let name = fields["name"].flatMap { newName($0, in: &names) }
      let environment = fields["environment"].flatMap { self.environment($0, in: environments) }
      let groups = fields["groups"].flatMap { self.groups($0) }
      let sqlite = fields["sqlite"].flatMap { self.sqlite($0) }
      let postgresql = fields["postgresql"].flatMap { self.postgresql($0) }
      walk.exactlyOne(of: DatabaseEngine.allCases.map(\.rawValue), in: fields)
      guard let name, let environment, let groups, let (engine, place) = sqlite ?? postgresql else { continue }
      places.targets[name] = .init(target: item, file: place)
      targets.append(TargetSettings(name: name, environment: environment, groups: groups, engine: engine))
    }
    return targets
  }

  private mutating func newName(_ node: YAMLNode, in names: inout Set<String>) -> String? {
    guard let name = name(node, at: "targets[].name") else { return nil }
    if names.insert(name).inserted { return name }
    walk.add("duplicate-name", at: node, "targets: \"\(name)\" comes twice")
    return nil
  }

  private mutating func environment(_ node: YAMLNode, in environments: [Topology.Environment]) -> String? {
    guard let name = name(node, at: "targets[].environment") else { return nil }
    let known = environments.map(\.name)
    // Where no environment could be read, that is what is wrong.
    if known.isEmpty || known.contains(name) { return name }
    let nearest = EditDistance.nearest(to: name, among: known)
    walk.add(
      "unknown-environment", at: node, "targets[].environment: there is no environment \"\(name)\"",
      hint: nearest.map { "did you mean \"\($0)\"?" } ?? "the environments are \(known.joined(separator: ", "))")
    return nil
  }

  private mutating func groups(_ node: YAMLNode) -> [String]? {
    guard let items = walk.list(node, at: "targets[].groups", most: ConfigurationBounds.groupsPerTarget) else {
      return nil
    }
    guard !items.isEmpty else {
      walk.add(
        "bad-value", at: node, "targets[].groups: found an empty list, expected at least one group",
        hint: "a plan names the group of databases that it is for")
      return nil
    }
    var groups: [String] = []
    for item in items {
      guard let group = name(item, at: "targets[].groups[]") else { continue }
      if groups.contains(group) {
        walk.add("duplicate-name", at: item, "targets[].groups: \"\(group)\" comes twice")
      } else {
        groups.append(group)
      }
    }
    return groups
  }

  private mutating func sqlite(_ node: YAMLNode) -> (TargetSettings.Engine, place: YAMLNode)? {
    let path = "targets[].sqlite"
    guard let fields = walk.fields(node, at: path) else { return nil }
    var bounds = SQLiteBounds()
    if let node = fields["lockTimeout"],
      let span = walk.span(node, at: "\(path).lockTimeout", in: ConfigurationBounds.lockTimeout)
    {
      bounds.lock = span
    }
    if let node = fields["queryTimeout"],
      let span = walk.span(node, at: "\(path).queryTimeout", in: ConfigurationBounds.queryTimeout)
    {
      bounds.query = span
    }
    if let node = fields["scriptTimeout"],
      let span = walk.span(node, at: "\(path).scriptTimeout", in: ConfigurationBounds.scriptTimeout)
    {
      bounds.script = span
    }
    guard let fileNode = fields["path"],
      let file = absolutePath(fileNode, at: "\(path).path", most: ConfigurationBounds.path)
    else { return nil }
    return (.sqlite(path: file, bounds: bounds), fileNode)
  }
}
