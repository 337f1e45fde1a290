import MigrationPhases
import MigrationTargets

/// A database as it really is, with the ledger in it. A value, so that a copy is a backup.
struct SimulatedDatabase: Sendable, Hashable {
  /// What one migration did here, and what the ledger has of it.
  struct Part: Sendable, Hashable {
    static let rows = 7

    var digest = ""
    var ledger: [LedgerRecord.Entry] = []
    /// Rows gone over, as the ledger has it; nil before the first batch.
    var cursor: Int?
    /// Who answers for the cursor.
    var origin = LedgerRecord.Origin()
    /// The version that expand raised to, as the ledger has it.
    var raisesTo = 0
    /// How often expand's change is really there: 0 or 1, if all is well.
    var expanded = 0
    var contracted = 0
    /// How often each row was really written since expand.
    var writes = [Int](repeating: 0, count: rows)
    /// Rows that the application wrote without the new column.
    var strays = 0
    var straysWritten = 0
    /// Whether a pass for them is under way.
    var isReopened = false

    func has(_ phase: Phase, _ step: String) -> Bool {
      ledger.contains { $0.phase == phase && $0.step == step && !$0.undone }
    }

    var record: LedgerRecord? {
      if digest.isEmpty { return nil }
      let backfill = cursor.map {
        LedgerRecord.Backfill(
          rowsWritten: $0 + straysWritten, isFinished: has(.backfill, "rows") && !isReopened, origin: origin)
      }
      return LedgerRecord(digest: digest, entries: ledger, backfill: backfill)
    }

    var rowsLeft: Int { writes.count { $0 == 0 } + strays }
  }

  /// The target whose database it really is.
  var home: String
  var ledger: LedgerIdentity?
  var parts: [String: Part] = [:]
  var versions = SchemaVersions(current: 0, oldestSupported: 0)

  func part(_ migration: String) -> Part { parts[migration] ?? Part() }
}
