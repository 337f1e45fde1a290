import Logging
import MigrationEngine
import MigrationPhases
import MigrationTargets

/// What the daemon was told in its one file, with defaults where the file is silent.
struct Configuration: Sendable, Hashable {
  /// Where it was read from.
  var path: String
  var socket: SocketSettings
  var state: StateFolder
  var limits: Limits
  var logLevel: Logger.Level
  var roles: RoleTable
  /// In their order.
  var environments: [Topology.Environment]
  /// In the file's order; each in one of the environments.
  var targets: [TargetSettings]
  /// What is allowed and yet probably not meant.
  var warnings: [Finding]

  static let standardPath = "/etc/migrated/migrated.yaml"

  /// Reads and checks the file and resolves its user and group names. Blocks: it reads files and asks the user database.
  static func load(path: String) throws(ConfigurationError) -> Configuration {
    try read(ConfigurationFile.read(path), from: path)
  }

  /// - Parameter path: only for messages.
  static func read(_ text: String, from path: String) throws(ConfigurationError) -> Configuration {
    var decoder = ConfigurationDecoder(file: path)
    return try decoder.configuration(text)
  }

  /// The environments and their targets for the engine.
  func topology(makeTarget: (TargetSettings) -> any Target = { $0.makeTarget() }) -> Topology {
    Topology(
      environments: environments,
      entries: targets.map { settings in
        Topology.Entry(
          target: makeTarget(settings), environment: settings.environment, groups: settings.groups,
          engine: settings.kind)
      })
  }
}
