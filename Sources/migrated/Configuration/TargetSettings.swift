import MigrationTargets

/// One database, as configured.
struct TargetSettings: Sendable, Hashable {
  enum Engine: Sendable, Hashable {
    case sqlite(path: String, bounds: SQLiteBounds)
  }

  var name: String
  var environment: String
  var groups: [String]
  var engine: Engine

  /// Nothing is opened by this.
  func makeTarget() -> any Target {
    switch engine {
    case .sqlite(let path, let bounds): SQLiteTarget(name: name, path: path, bounds: bounds)
    }
  }
}
