import MigrationDigest
import MigrationPostgreSQL

/// Names the present moment in the server's write-ahead log, to which whoever keeps its archive can go back. Nothing is
/// copied: the backup is the server's own business (https://www.postgresql.org/docs/current/continuous-archiving.html).
struct PostgreSQLRestorePoint {
  let call: PostgreSQLCall

  func make(label: String) throws(TargetError) -> RestorePoint {
    let stamp =
      try call.run(
        "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDD\"T\"HH24MISS\"Z\"')"
      ).value ?? ""
    // The server keeps 63 bytes.
    let name = "\(SQLiteRestorePoint.safe(label).prefix(63 - 1 - stamp.utf8.count))-\(stamp)"
    let point = try named(name)
    let rows = try call.run(
      """
      SELECT w.lsn, CAST('x' || left(pg_walfile_name(w.lsn), 8) AS bit(32))::int,
        to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), current_setting('archive_mode')
      FROM (SELECT coalesce(CAST($1 AS pg_lsn), pg_current_wal_lsn()) AS lsn) AS w
      """, [point.lsn.map { .text($0) } ?? .null]
    ).rows
    guard let row = rows.first, let lsn = row[0], let timeline = row[1], let time = row[2], let archive = row[3] else {
      throw .storage("\(call.place.name): the position in the write-ahead log is not known")
    }
    let words =
      "postgresql: \(SQLiteRestorePoint.safe(label)): timeline \(timeline), LSN \(lsn), \(point.words), \(time), archive_mode \(archive)"
    return RestorePoint(path: words, sha256: SHA256.hex(of: words.utf8), bytes: words.utf8.count)
  }

  private struct Named {
    var lsn: String?
    var words: String
  }

  /// Where the role may not make one, or the log has no room for it, the position and the time must do.
  private func named(_ name: String) throws(TargetError) -> Named {
    do throws(TargetError) {
      let lsn = try call.run("SELECT pg_create_restore_point($1)", [.text(name)]).value
      return Named(lsn: lsn, words: "restore point '\(name)'")
    } catch .statement(code: "42501", _, _) {
      return Named(words: "no restore point (EXECUTE on pg_create_restore_point is not granted)")
    } catch .statement(code: "55000", let message, _) {
      return Named(words: "no restore point (\(message))")
    }
  }
}
