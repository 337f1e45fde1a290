import MigrationControl

extension Limits {
  /// The bounds of the control socket; those that are not configurable keep their defaults.
  var forServer: ServerLimits {
    var limits = ServerLimits()
    limits.message = messageSize
    limits.connections = connections
    limits.connectionsPerUser = connectionsPerUser
    limits.idle = idle
    return limits
  }
}
