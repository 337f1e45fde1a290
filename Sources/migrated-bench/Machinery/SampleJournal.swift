import MigrationPhases
import MigrationStore

/// A journal with as many migrations and history entries as are asked for, as a daemon would find it at its start.
struct SampleJournal {
  var migrations = 1
  var history = 0

  static let actor = RecordedActor(uid: 1000, user: "operator", pid: 4711, verb: "advance")
  static let target = "shop-production"

  static func name(_ number: Int) -> String { "add-full-name-\(number)" }

  func make(at path: String) throws {
    let journal = try Journal.open(at: path)
    defer { journal.close() }
    for start in stride(from: 1, through: migrations, by: Self.batch) {
      try journal.decide { transaction in
        for number in start...min(start + Self.batch - 1, migrations) {
          _ = try Self.insertMigration(number, in: transaction)
        }
      }
    }
    for start in stride(from: 1, through: history, by: Self.batch) {
      try journal.decide { transaction in
        for number in start...min(start + Self.batch - 1, history) { try Self.append(number, to: transaction) }
      }
    }
  }

  /// With its rollout, which has been queued.
  static func insertMigration(_ number: Int, in transaction: JournalTransaction) throws -> RolloutRecord {
    let plan = "name: \(name(number))\ndescription: One column for the whole name\n"
    let migration = try transaction.insertMigration(
      name: name(number), digest: String(repeating: "5a", count: 32), description: "One column for the whole name",
      owner: "team-shop", group: "shop", schemaVersion: 2,
      files: [PlanFileRecord(path: "migration.yaml", bytes: Array(plan.utf8))], registeredBy: actor,
      registeredAt: moment(number))
    return try transaction.insertRollout(
      migrationID: migration.id, target: target, environment: "production", at: moment(number))
  }

  private static func append(_ number: Int, to transaction: JournalTransaction) throws {
    try transaction.append(
      at: moment(number), actor: actor, event: "commanded", migration: name(1), target: target, phase: .expand,
      from: .queued(.phase(.expand)), to: .paused(.expand), detail: ["command": .text("pause")])
  }

  static func moment(_ number: Int) -> Timestamp {
    Timestamp(microseconds: 1_700_000_000_000_000 + Int64(number) * 1_000)
  }

  private static let batch = 1_000
}
