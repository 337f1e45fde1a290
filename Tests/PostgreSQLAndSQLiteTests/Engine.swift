import Foundation
import MigrationPostgreSQL
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

/// What a target can be of. Each test here is run for both.
enum Engine: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite = "SQLite"
  case postgresql = "PostgreSQL"

  var testDescription: String { rawValue }

  /// Makes a database, runs `script` in it as an application would, hands it to `body`, and drops it.
  func with<T>(_ script: String = "", _ body: (Place) async throws -> T) async throws -> T {
    switch self {
    case .sqlite:
      let folder = NSTemporaryDirectory() + "migrated-engine-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let place = Place(engine: self, storage: .file(folder + "/app.sqlite"))
      try place.run("PRAGMA journal_mode = WAL;" + script)
      return try await body(place)
    case .postgresql:
      return try await Database.with(script) { try await body(Place(engine: self, storage: .server($0))) }
    }
  }

  /// A target that leads nowhere.
  func nowhere() throws -> any Target {
    switch self {
    case .sqlite: SQLiteTarget(name: "app", path: "/nowhere/app.sqlite", bounds: SQLiteBounds())
    case .postgresql:
      PostgreSQLTarget(
        name: "app", settings: try PostgreSQLSettings("host=/nowhere dbname=x user=y"), bounds: Place.quick)
    }
  }

  /// What differs in the words of both.
  func pick<T>(sqlite: T, postgresql: T) -> T { self == .sqlite ? sqlite : postgresql }
}
