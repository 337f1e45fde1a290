import MigrationEngine

/// Where the daemon keeps what must outlive it. The folders below are made when it starts.
struct StateFolder: Sendable, Hashable {
  var path = "/var/lib/migrated"

  var journal: String { "\(path)/journal.sqlite" }

  var workPlaces: WorkPlaces {
    WorkPlaces(
      state: path, restorePoints: "\(path)/restore-points", plans: "\(path)/plans", work: "\(path)/work",
      home: "\(path)/home")
  }
}
