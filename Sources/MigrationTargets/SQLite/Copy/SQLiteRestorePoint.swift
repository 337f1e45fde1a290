import MigrationPhases
import MigrationSQLite

/// Copies a database into a new file, as one snapshot, while others go on writing.
struct SQLiteRestorePoint {
  let session: SQLiteSession
  var directory: String

  func make(label: String) throws(TargetError) -> RestorePoint {
    let folder = SQLiteCopyFile.Folder(path: directory)
    let needed = try size()
    let free = try folder.freeBytes()
    guard free >= Self.reserve, free - Self.reserve >= needed else {
      throw .storage(
        "\(directory): a copy of \(session.file.path) needs \(needed) bytes, \(Self.reserve) more are kept free for the "
          + "daemon's own record, and \(free) are free; make room, or name a folder on a larger disk as `state` in the "
          + "configuration, with all that is in this one moved there while the daemon is stopped")
    }
    let stamp = try session.run("SELECT strftime('%Y%m%dT%H%M%SZ', 'now')")[0][0].text ?? ""
    let copy = try SQLiteCopyFile(in: folder, name: "\(Self.safe(label))-\(stamp)")
    do throws(TargetError) {
      try fill(copy.temporaryPath)
      try check(copy.temporaryPath)
      return try copy.finish(unless: { () throws(TargetError) in try session.checkStop() })
    } catch {
      copy.remove()
      throw error
    }
  }

  /// What a copy leaves on the disk at least: the journal is on it, too, and a daemon that cannot write that ends.
  private static let reserve = 32 * 1_048_576

  private func size() throws(TargetError) -> Int {
    let row = try session.run("SELECT p.page_count * s.page_size FROM pragma_page_count AS p, pragma_page_size AS s")
    return Int(row[0][0].integer ?? 0)
  }

  /// With a write-ahead log, one long read keeps the snapshot and is in nobody's way. Without one it would keep every
  /// writer out, so the copy is made in parts, and begins anew when somebody wrote in between
  /// (https://sqlite.org/backup.html); if that happens too often, it is made in one go after all.
  func fill(_ path: String) throws(TargetError) {
    if try session.run("PRAGMA journal_mode")[0][0] == .text("wal") {
      return try session.snapshot { session throws(TargetError) in
        try copy(to: path, pagesAtOnce: Self.pages, between: { () throws(SQLiteError) in try giveUpWhenStopped() })
      }
    }
    let pages = try session.run("PRAGMA page_count")[0][0].integer ?? 0
    var left = Self.mostStarts * (Int(pages) / Int(Self.pages) + 1)
    do throws(TargetError) {
      try copy(to: path, pagesAtOnce: Self.pages) { () throws(SQLiteError) in
        try giveUpWhenStopped()
        left -= 1
        // 4 is SQLITE_ABORT.
        if left <= 0 { throw SQLiteError(extendedCode: 4, message: "begun anew too often") }
        SQLiteSession.pause(.milliseconds(1))
      }
    } catch {
      guard left <= 0 else { throw error }
      try copy(to: path, pagesAtOnce: -1, between: { () throws(SQLiteError) in })
    }
  }

  /// 4 MB of the usual pages.
  private static let pages: Int32 = 1_000
  private static let mostStarts = 4

  private func giveUpWhenStopped() throws(SQLiteError) {
    // 9 is SQLITE_INTERRUPT.
    if session.stop.reason != nil { throw SQLiteError(extendedCode: 9, message: "interrupted") }
  }

  private func copy(
    to path: String, pagesAtOnce pages: Int32, between: () throws(SQLiteError) -> Void
  ) throws(TargetError) {
    do throws(SQLiteError) {
      try session.connection.backUp(to: path, pages: pages, busyTimeout: session.bounds.lock, between: between)
    } catch {
      if error.isFull { throw .storage("\(directory): the disk became full while a copy was made; make room") }
      throw session.map(error)
    }
  }

  private func check(_ path: String) throws(TargetError) {
    let copy = try SQLiteFile(target: session.file.target, path: path).open(.writing, bounds: session.bounds)
    let interrupter = copy.interrupter
    defer { interrupter.detach() }
    session.stop.begin(interrupter, limit: nil, of: session.bounds)
    let findings: [[SQLiteValue]]
    do throws(SQLiteError) {
      findings = try copy.run("PRAGMA quick_check(1)")
    } catch {
      throw session.map(error)
    }
    guard findings == [[.text("ok")]] else {
      let finding = findings.first?.first?.text ?? "no answer"
      throw .storage(
        "\(session.file.path): its copy is not sound (\(finding)); the database may be damaged: "
          + "look at it with PRAGMA integrity_check")
    }
  }

  /// Fit for a file name.
  static func safe(_ label: String) -> String {
    let kept = label.map { character in
      character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character)) ? character : "-"
    }
    let text = String(kept.drop { $0 == "." }.prefix(100))
    return text.isEmpty ? "restore-point" : text
  }
}
