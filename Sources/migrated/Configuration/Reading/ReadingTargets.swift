import MigrationPlan
import MigrationTargets

extension ConfigurationDecoder {
  mutating func targets(_ node: YAMLNode) -> [TargetSettings] {
    var targets: [TargetSettings] = []
    for item in walk.list(node, at: "targets", most: ConfigurationBounds.targets) ?? [] {
      guard let fields = walk.fields(item, at: "targets[]") else { continue }
      let name = fields["name"].flatMap { self.name($0, at: "targets[].name") }
      let environment = fields["environment"].flatMap { self.name($0, at: "targets[].environment") }
      let groups = fields["groups"].flatMap { self.groups($0) }
      let sqlite = fields["sqlite"].flatMap { self.sqlite($0) }
      guard let name, let nameNode = fields["name"] else { continue }
      if places.targets[name] != nil {
        walk.add("duplicate-name", at: nameNode, "targets: \"\(name)\" comes twice")
        continue
      }
      // Kept with what there is, so that the review finds the next thing wrong in the same run.
      guard let environment, let environmentNode = fields["environment"], let (engine, fileNode) = sqlite else {
        continue
      }
      places.targets[name] = .init(name: nameNode, environment: environmentNode, file: fileNode)
      targets.append(TargetSettings(name: name, environment: environment, groups: groups ?? [], engine: engine))
    }
    return targets
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

  private mutating func sqlite(_ node: YAMLNode) -> (TargetSettings.Engine, file: YAMLNode)? {
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
    guard let fileNode = fields["path"],
      let file = absolutePath(fileNode, at: "\(path).path", most: ConfigurationBounds.path)
    else { return nil }
    return (.sqlite(path: file, bounds: bounds), fileNode)
  }
}
