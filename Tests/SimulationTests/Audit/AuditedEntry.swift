import GRDB
import MigrationPhases

/// An entry of the history, read without the store's help.
struct AuditedEntry: Sendable, Hashable {
  var seq: Int64
  var at: Timestamp
  var uid: UInt32
  var event: String
  var migration: String?
  var target: String?
  var phase: Phase?
  var from: String?
  var to: String?
  var detail: String
  var hash: String

  /// From `seq` on, in order.
  static func all(from seq: Int64, in database: Database) throws -> [AuditedEntry] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT seq, at, by_uid, event, migration, target, phase, from_state, to_state, detail, lower(hex(hash))
        FROM history WHERE seq >= ? ORDER BY seq
        """)
    var entries: [AuditedEntry] = []
    let rows = try Row.fetchCursor(statement, arguments: [seq])
    while let row = try rows.next() {
      entries.append(
        AuditedEntry(
          seq: row[0], at: Timestamp(microseconds: row[1]), uid: row[2], event: row[3], migration: row[4],
          target: row[5], phase: (row[6] as String?).flatMap { Phase(rawValue: $0) }, from: row[7], to: row[8],
          detail: row[9], hash: row[10]))
    }
    return entries
  }
}
