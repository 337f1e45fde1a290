import Foundation
import MigrationPhases
import MigrationSQLite
import MigrationStore
import Testing

@testable import MigrationEngine

/// What was written into the journal past the daemon is found by `migratectl audit verify`, whatever it is.
@Suite("An altered record")
struct AlteredRecordTests {
  /// SQL by hand, and the line that tells of it.
  struct Alteration {
    var sql: [String]
    var line: String

    init(_ sql: String, _ line: String) {
      // A trigger's body has semicolons of its own.
      self.sql = sql.hasPrefix("CREATE TRIGGER") ? [sql] : sql.components(separatedBy: "; ")
      self.line = line
    }
  }

  static let digest = String(repeating: "0", count: 64)

  static let alterations = [
    // The waiting period, and what else the order of phases goes by.
    Alteration(
      "UPDATE rollout SET switch_at = switch_at - 1209600000000 WHERE target = 'p1'",
      "add-full-name on p1: rollout: stored is switch complete 2027-01-19 08:00:00Z; "
        + "the history says switch complete 2027-02-02 08:00:00Z"),
    Alteration(
      "UPDATE rollout SET expand_at = expand_at - 1000000 WHERE target = 'p1'",
      "add-full-name on p1: rollout: stored is expand complete 2027-02-01 07:59:59Z; the history says expand complete "
        + "2027-02-01 08:00:00Z"),
    Alteration("UPDATE rollout SET backfill_at = NULL WHERE target = 'p1'", "stored is backfill complete never;"),
    Alteration(
      "UPDATE rollout SET contract_at = 1 WHERE target = 'p1'",
      "stored is contract complete 1970-01-01 00:00:00.000001Z; the history says contract complete never"),
    Alteration(
      "UPDATE rollout SET activity = 'contract', contract_at = 1 WHERE target = 'p1'",
      "stored is state completed(contract), contract complete 1970-01-01 00:00:00.000001Z; the history says state "
        + "completed(switch), contract complete never"),
    Alteration("UPDATE rollout SET attempts = 77 WHERE target = 's1'", "stored is tries 77; the history says tries 4"),
    Alteration(
      "UPDATE rollout SET environment = 'staging' WHERE target = 'p1'",
      "stored is environment staging; the history says environment production"),
    Alteration(
      "UPDATE rollout SET changed_at = 1 WHERE target = 's1'", "stored is changed 1970-01-01 00:00:00.000001Z;"),
    Alteration(
      "INSERT INTO rollout SELECT 99, migration_id, 'x1', environment, shape, activity, of_phase, attempt, halt_reason, "
        + "attempts, detail, changed_at, switch_at, expand_at, backfill_at, contract_at FROM rollout WHERE target = 's1'",
      "add-full-name on x1: rollout: stored is environment staging, state completed(contract), tries 4"),
    Alteration(
      "DELETE FROM sign_off; DELETE FROM approval; DELETE FROM step WHERE rollout_id = 2; DELETE FROM rollout WHERE id = 2",
      "add-full-name on p1: rollout: nothing is stored; the history says environment production, state completed(switch)"
    ),
    // Who registered what.
    Alteration(
      "UPDATE migration SET by_uid = 4711",
      "add-full-name: registration: stored is by alice (uid 4711), process 1, test; the history says by alice (uid 1000), "
        + "process 1, test"),
    Alteration("UPDATE migration SET by_user = 'eve'", "stored is by eve (uid 1000)"),
    Alteration("UPDATE migration SET digest = '\(digest)'", "add-full-name: registration: stored is digest 0000"),
    Alteration("UPDATE migration SET registered_at = 0", "add-full-name: registration: stored is at 1970-01-01"),
    Alteration("UPDATE migration SET name = 'other'", "other: registration: stored is at 2027-01-15"),
    Alteration("UPDATE migration SET group_name = 'all'", "stored is group all; the history says group shop"),
    Alteration(
      "UPDATE migration SET schema_version = 9", "stored is schema version 9; the history says schema version 2"),
    Alteration(
      "UPDATE plan_file SET content = CAST('DROP TABLE Customer;' AS BLOB) WHERE path = 'contract.sql'",
      "add-full-name: registration: stored is digest of the kept files "),
    Alteration(
      "DELETE FROM plan_file", "add-full-name: registration: stored is digest of the kept files none; the history says"),
    // Consents.
    Alteration(
      "INSERT INTO approval SELECT 99, rollout_id, 'contract', digest, 4711, 'ada', 7, 'approve', at, NULL, NULL "
        + "FROM approval WHERE id = 1",
      "add-full-name on p1: approval of contract: stored is at 2027-02-01 08:00:00Z, by ada (uid 4711), process 7, approve"
    ),
    Alteration(
      "DELETE FROM approval WHERE phase = 'contract'", "approval of contract: nothing is stored; the history says"),
    Alteration("UPDATE approval SET by_uid = 4711 WHERE phase = 'contract'", "stored is by bob (uid 4711)"),
    Alteration("UPDATE approval SET at = at + 1 WHERE phase = 'contract'", "approval of contract: stored is at 2027"),
    Alteration(
      "UPDATE approval SET expires_at = NULL WHERE phase = 'contract'",
      "approval of contract: stored is until never; the history says until 2027-03-03 08:00:00Z"),
    Alteration("UPDATE approval SET phase = 'contract' WHERE phase = 'expand'", "stored is approval of contract;"),
    Alteration("UPDATE approval SET digest = '\(digest)'", "stored is digest 0000"),
    Alteration(
      "INSERT INTO sign_off SELECT 99, rollout_id, item, 'trust me', 4711, 'ada', 7, 'sign-off', at + 1, NULL "
        + "FROM sign_off WHERE id = 1",
      "add-full-name on p1: sign-off of backup: stored is at 2027-01-31 08:00:00.000001Z, by ada (uid 4711), process 7, sign-off, "
        + "evidence trust me; the history has no entry of it"),
    Alteration(
      "UPDATE sign_off SET expires_at = NULL WHERE id = 1",
      "sign-off of backup: stored is until never; the history says until 2027-01-31 09:00:00Z"),
    Alteration("UPDATE sign_off SET item = 'alerts' WHERE item = 'backup'", "stored is sign-off of alerts;"),
    Alteration("UPDATE sign_off SET evidence = 'none' WHERE item = 'alerts'", "stored is evidence none;"),
    Alteration("DELETE FROM sign_off WHERE item = 'alerts'", "sign-off of alerts: nothing is stored; the history says"),
    // Freezes.
    Alteration("DELETE FROM freeze WHERE reason = 'holidays'", "freeze: nothing is stored; the history says at 2027"),
    Alteration(
      "UPDATE freeze SET lifted_at = at + 1, lifted_by_uid = 0, lifted_by_user = 'root', lifted_by_pid = 1, "
        + "lifted_by_verb = 'x' WHERE reason = 'holidays'",
      "freeze: stored is lifted 2027-02-03 08:00:00.000001Z; the history says lifted never"),
    Alteration(
      "UPDATE freeze SET lifted_at = NULL, lifted_by_uid = NULL, lifted_by_user = NULL, lifted_by_pid = NULL, "
        + "lifted_by_verb = NULL WHERE reason = 'quarter end'", "freeze: stored is lifted never;"),
    Alteration(
      "UPDATE freeze SET reason = 'x' WHERE reason = 'holidays'", "freeze: stored is reason x; the history says"),
    Alteration(
      "INSERT INTO freeze (reason, by_uid, by_user, by_pid, by_verb, at) VALUES ('all', 1, 'eve', 1, 'freeze', 5)",
      "freeze: stored is at 1970-01-01 00:00:00.000005Z, by eve (uid 1), process 1, freeze, reason all; the history has no entry"
    ),
    // Restore points.
    Alteration("UPDATE restore_point SET sha256 = '\(digest)'", "restore point: stored is sha256 0000"),
    Alteration("UPDATE restore_point SET path = '/tmp/other'", "restore point: stored is path /tmp/other; the history"),
    Alteration("DELETE FROM restore_point", "add-full-name on s1: restore point: nothing is stored; the history says"),
    // Steps.
    Alteration(
      "UPDATE step SET status = 'resolvedNotDone' WHERE status = 'resolvedDone'",
      "add-full-name on p1: step 'deploy' of try 3: stored is status resolvedNotDone; the history says status resolvedDone"
    ),
    Alteration(
      "UPDATE step SET status = 'failed' WHERE name = 'deploy' AND rollout_id = 1",
      "add-full-name on s1: step 'deploy' of try 3: stored is status failed; the history says status done"),
    Alteration("DELETE FROM step WHERE name = 'deploy'", "step 'deploy' of try 3: nothing is stored; the history says"),
    Alteration(
      "UPDATE step SET name = 'deployed' WHERE name = 'deploy'",
      "stored is step 'deployed' of try 3; the history says step 'deploy' of try 3"),
    Alteration(
      "INSERT INTO step SELECT 999, 2, 3, 'contract', NULL, 9, 'restore point', 'intended', NULL, started_at, NULL "
        + "FROM step WHERE id = 1",
      "add-full-name on p1: step 'restore point' of try 3: stored is of contract, place 9, status intended"),
    Alteration(
      "UPDATE step SET activity = 'contract' WHERE id = 1", "stored is of contract; the history says of expand"),
    Alteration(
      "UPDATE step SET ended_at = 1 WHERE id = 1", "stored is ended 1970-01-01 00:00:00.000001Z; the history says ended"
    ),
    Alteration(
      "UPDATE step SET started_at = 1 WHERE id = 1",
      "stored is begun 1970-01-01 00:00:00.000001Z; the history says begun"),
    // Facts.
    Alteration(
      "UPDATE fact SET value = 'other' WHERE key = 'ledger/s1'",
      "fact ledger/s1: stored is other; the history says "),
    Alteration(
      "INSERT INTO fact VALUES ('ledger/x1', 'mine')",
      "fact ledger/x1: stored is mine; the history has no entry of it"),
    Alteration("DELETE FROM fact", "fact ledger/p1: nothing is stored; the history says "),
    // The journal's own tables.
    Alteration("DROP TRIGGER approval_never_changes", "journal: trigger approval_never_changes is missing"),
    Alteration(
      "CREATE TRIGGER more AFTER INSERT ON approval BEGIN DELETE FROM freeze; END",
      "journal: trigger more does not belong to it"),
    Alteration(
      "DROP INDEX history_by_rollout; CREATE INDEX history_by_rollout ON history (migration, target) WHERE migration IS "
        + "NOT NULL AND event <> 'refused' AND event <> 'approved'",
      "journal: index history_by_rollout is not as this version makes it"),
    Alteration("DROP INDEX history_by_rollout", "journal: index history_by_rollout is missing"),
    Alteration(
      "INSERT INTO approval SELECT 99, 4711, 'contract', digest, 1, 'eve', 7, 'approve', at, NULL, NULL FROM approval "
        + "WHERE id = 1", "journal: a row of approval belongs to a row that is not there"),
  ]

  @Test("is found, each alteration with one line that tells what is stored and what was recorded")
  func everyAlteration() async throws {
    let shop = try await Shop.eventful()
    let sound = try await shop.verification.verify()
    #expect(sound.strays.map(\.description) == [])
    #expect(sound.isSound)
    #expect(sound.unsaid == 0)
    #expect(sound.records == 1 + 2 + 13 + 6 + 2 + 1 + 2 + 5)
    shop.journal.close()
    let kept = shop.stateFolder + "/journal.sqlite"
    for alteration in Self.alterations {
      let path = shop.folder + "/altered.sqlite"
      try FileManager.default.copyItem(atPath: kept, toPath: path)
      defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
      let journal = try Journal.open(at: path)
      try Shop.alter(path, alteration.sql)
      let report = try HistoryVerifier.verify(journal)
      journal.close()
      #expect(report.firstBad == nil && !report.isSound, "\(alteration.sql)")
      let lines = report.strays.map(\.description)
      #expect(lines.contains { $0.contains(alteration.line) }, "\(alteration.sql)\n\(lines.joined(separator: "\n"))")
    }
  }
}
