import MigrationPlan

/// Where the file says what findings about several things at once want to point at.
struct ConfigurationPlaces {
  /// By role, where its users or groups are given.
  var roles: [Role: YAMLNode] = [:]
  /// Names of environments, in their order; empty where the standard ones hold.
  var environments: [(name: YAMLNode, hasPolicy: Bool)] = []
  /// By the target's name.
  var targets: [String: TargetPlaces] = [:]

  struct TargetPlaces {
    var target: YAMLNode
    var file: YAMLNode
  }
}
