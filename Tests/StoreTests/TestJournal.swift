import Foundation
import GRDB
import MigrationPhases
import Testing

@testable import MigrationStore

/// A folder of its own for one test, removed with the value.
final class Workplace: Sendable {
  let folder: String
  var path: String { folder + "/journal.sqlite" }

  init() throws {
    folder = NSTemporaryDirectory() + "journal-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }
}

let alice = RecordedActor(uid: 1000, user: "alice", pid: 41, verb: "advance")
let bob = RecordedActor(uid: 1001, user: "bob", pid: 42, verb: "approve")
let digest = String(repeating: "ab", count: 32)

func moment(_ seconds: Int64) -> Timestamp { Timestamp(microseconds: 1_700_000_000_000_000 + seconds * 1_000_000) }

extension JournalTransaction {
  @discardableResult
  func register(_ name: String = "add-full-name", files: [PlanFileRecord] = []) throws(StoreError) -> MigrationRecord {
    try insertMigration(
      name: name, digest: digest, description: "Names in one column", owner: "crm", group: "people", schemaVersion: 2,
      files: files, registeredBy: alice, registeredAt: moment(0))
  }

  @discardableResult
  func note(_ event: String = "noted", _ second: Int64 = 0) throws(StoreError) -> HistoryEntry {
    try append(at: moment(second), actor: alice, event: event)
  }
}

/// A journal in memory with one migration and its rollout on `staging-1`.
func journalWithRollout() throws -> (Journal, RolloutRecord) {
  let journal = try Journal(writer: DatabaseQueue())
  let rollout = try journal.decide { transaction in
    let migration = try transaction.register()
    return try transaction.insertRollout(
      migrationID: migration.id, target: "staging-1", environment: "staging", at: moment(0))
  }
  return (journal, rollout)
}
