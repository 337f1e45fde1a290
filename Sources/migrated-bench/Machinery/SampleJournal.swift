import MigrationDigest
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
    // What was refused changes no state.
    for start in stride(from: 1, through: history, by: Self.batch) {
      try journal.decide { transaction in
        for number in start...min(start + Self.batch - 1, history) { try append(number, to: transaction) }
      }
    }
  }

  /// With its rollout, which has been queued.
  static func insertMigration(_ number: Int, in transaction: JournalTransaction) throws -> RolloutRecord {
    let plan = Array("name: \(name(number))\ndescription: One column for the whole name\n".utf8)
    var digest = FilesDigest()
    digest.add(path: "migration.yaml", bytes: plan)
    let migration = try transaction.insertMigration(
      name: name(number), digest: digest.finish(), description: "One column for the whole name",
      owner: "team-shop", group: "shop", schemaVersion: 2,
      files: [PlanFileRecord(path: "migration.yaml", bytes: plan)], registeredBy: actor,
      registeredAt: moment(number))
    try transaction.append(
      at: moment(number), actor: actor, event: "registered", migration: migration.name,
      detail: ["digest": .text(migration.digest), "group": .text(migration.group), "schemaVersion": "2"])
    let rollout = try transaction.insertRollout(
      migrationID: migration.id, target: target, environment: "production", at: moment(number))
    try transaction.append(
      at: moment(number), actor: actor, event: "planned", migration: migration.name, target: target, phase: nil,
      from: nil, to: rollout.state, detail: ["environment": "production"])
    return rollout
  }

  private func append(_ number: Int, to transaction: JournalTransaction) throws {
    try transaction.append(
      at: Self.moment(migrations + number), actor: Self.actor, event: "refused", migration: Self.name(1),
      target: Self.target, phase: .expand, detail: ["command": "advance(expand)", "code": "gatesUnmet"])
  }

  static func moment(_ number: Int) -> Timestamp {
    Timestamp(microseconds: 1_700_000_000_000_000 + Int64(number) * 1_000)
  }

  private static let batch = 1_000
}
