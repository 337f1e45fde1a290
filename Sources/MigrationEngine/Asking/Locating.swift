import MigrationPhases
import MigrationStore

extension Engine {
  /// A migration and the one rollout of it that is meant. Without `target` there must be only one.
  func locate(_ migration: String, target: String?) throws(EngineError) -> (MigrationRecord, RolloutRecord) {
    try read { reader in try Self.locate(migration, target: target, in: reader) }
  }

  static func locate(
    _ name: String, target: String?, in reader: JournalReader
  ) throws -> (MigrationRecord, RolloutRecord) {
    let migration = try migration(named: name, in: reader)
    let rollouts = try reader.rollouts(ofMigration: migration.name)
    guard let target else {
      guard rollouts.count == 1, let only = rollouts.first else {
        throw EngineError.ambiguousTarget(migration: name, targets: rollouts.map(\.target))
      }
      return (migration, only)
    }
    guard let rollout = rollouts.first(where: { $0.target == target }) else {
      throw EngineError.noSuchTarget(target, known: rollouts.map(\.target))
    }
    return (migration, rollout)
  }

  static func migration(named name: String, in reader: JournalReader) throws -> MigrationRecord {
    if let migration = try reader.migration(named: name) { return migration }
    let names = try reader.migrations(limit: 1_000).map(\.name)
    throw EngineError.noSuchMigration(name, near: names.filter { looksAlike($0, name) })
  }

  /// One contains the other, or they share a beginning of four letters.
  private static func looksAlike(_ left: String, _ right: String) -> Bool {
    left.contains(right) || right.contains(left) || (left.count > 3 && left.prefix(4) == right.prefix(4))
  }
}
