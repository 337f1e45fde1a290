import MigrationPhases

/// Something that is about to happen to a database, or has.
struct TargetEvent: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case applies(Phase)
    case undoes, writes
    case applied(Phase)
    case undone, wrote
  }

  var kind: Kind
  var target: String
  var migration: String
  /// How things are at that moment.
  var database: SimulatedDatabase
  /// Changing calls under way, this one included.
  var inFlight: Int

  var part: SimulatedDatabase.Part { database.part(migration) }
}
