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
    return bounds
  }
}
