import MigrationPlan
import MigrationPostgreSQL
import MigrationTargets

extension ConfigurationDecoder {
  mutating func postgresql(_ node: YAMLNode) -> (TargetSettings.Engine, place: YAMLNode)? {
    let path = "targets[].postgresql"
    guard let fields = walk.fields(node, at: path) else { return nil }
    let bounds = bounds(fields, at: path)
    let file = fields["passwordFile"].flatMap {
      absolutePath($0, at: "\(path).passwordFile", most: ConfigurationBounds.path)
    }
    guard let place = fields["connection"],
      let connection = walk.text(place, at: "\(path).connection", most: ConfigurationBounds.connection),
      fields["passwordFile"] == nil || file != nil
    else { return nil }
    let settings: PostgreSQLSettings
    do { settings = try PostgreSQLSettings(connection, passwordFile: file) } catch {
      walk.add("bad-value", at: place, "\(path).connection: \(error)")
      return nil
    }
    guard !settings.holdsPassword else {
      walk.add(
        "password-in-configuration", at: place, "\(path).connection: there is a password in it",
        hint: "put it into a file that only the daemon can read, and name that as passwordFile")
      return nil
    }
    guard settings.namesServer else {
      walk.add(
        "bad-value", at: place, "\(path).connection: it names no host, hostaddr or service",
        hint: "host=/run/postgresql is the socket on this host")
      return nil
    }
    return (.postgresql(settings, connection: connection, passwordFile: file, bounds: bounds), place)
  }

  private mutating func bounds(_ fields: YAMLFields, at path: String) -> PostgreSQLBounds {
    var bounds = PostgreSQLBounds()
    if let node = fields["lockTimeout"],
      let span = walk.span(node, at: "\(path).lockTimeout", in: ConfigurationBounds.lockTimeout)
    {
      bounds.lock = span
    }
    if let node = fields["lockTries"],
      let tries = walk.integer(node, at: "\(path).lockTries", in: ConfigurationBounds.lockTries)
    {
      bounds.retry.tries = tries
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
    if let node = fields["oldestTransaction"],
      let span = walk.span(node, at: "\(path).oldestTransaction", in: ConfigurationBounds.oldestTransaction)
    {
      bounds.oldestTransaction = span
    }
    bounds.blockers = fields["blockers"].flatMap { blockers($0, at: "\(path).blockers") }
    return bounds
  }

  private mutating func blockers(_ node: YAMLNode, at path: String) -> PostgreSQLBlockerPolicy? {
    guard let fields = walk.fields(node, at: path) else { return nil }
    let action = fields["action"].flatMap { blockerAction($0, at: "\(path).action") }
    let after = fields["after"].flatMap {
      walk.span($0, at: "\(path).after", in: ConfigurationBounds.blockersAfter)
    }
    let users = fields["users"].flatMap { texts($0, at: "\(path).users") }
    let applications = fields["applications"].flatMap { texts($0, at: "\(path).applications") }
    // A list that could not be read must not become everybody.
    guard let action, let after, (fields["users"] == nil) == (users == nil),
      (fields["applications"] == nil) == (applications == nil)
    else { return nil }
    return PostgreSQLBlockerPolicy(
      action: action, after: after, users: users ?? [], applications: applications ?? [])
  }

  private mutating func blockerAction(_ node: YAMLNode, at path: String) -> PostgreSQLBlockerPolicy.Action? {
    guard let text = walk.text(node, at: path, most: ConfigurationBounds.text) else { return nil }
    if let action = PostgreSQLBlockerPolicy.Action(rawValue: text) { return action }
    walk.add("bad-value", at: node, "\(path): found \"\(text.prefix(40))\", expected cancel or terminate")
    return nil
  }

  /// At least one: an empty list would mean everybody.
  private mutating func texts(_ node: YAMLNode, at path: String) -> [String]? {
    guard let nodes = walk.list(node, at: path, most: ConfigurationBounds.blockerNames) else { return nil }
    let texts = nodes.compactMap { walk.text($0, at: "\(path)[]", most: ConfigurationBounds.text) }
    if nodes.isEmpty {
      walk.add(
        "bad-value", at: node, "\(path): found an empty list, expected at least one",
        hint: "leave the key out to mean everybody")
    }
    return texts.isEmpty || texts.count < nodes.count ? nil : texts
  }
}
