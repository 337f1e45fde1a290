import MigrationPhases
import MigrationPostgreSQL
import MigrationTargets

/// One database, as configured.
struct TargetSettings: Sendable, Hashable {
  enum Engine: Sendable, Hashable {
    case sqlite(path: String, bounds: SQLiteBounds)
    /// `connection` and the file with the password as they were written, for printing.
    case postgresql(PostgreSQLSettings, connection: String, passwordFile: String?, bounds: PostgreSQLBounds)
  }

  var name: String
  var environment: String
  var groups: [String]
  var engine: Engine

  /// Nothing is opened by this.
  func makeTarget() -> any Target {
    switch engine {
    case .sqlite(let path, let bounds): SQLiteTarget(name: name, path: path, bounds: bounds)
    case .postgresql(let settings, connection: _, passwordFile: _, let bounds):
      PostgreSQLTarget(name: name, settings: settings, bounds: bounds)
    }
  }

  var kind: DatabaseEngine {
    switch engine {
    case .sqlite: .sqlite
    case .postgresql: .postgresql
    }
  }
}
