import GRDB
import Glibc

/// The file itself: looked at before anything is written to it, then opened for good.
enum JournalFile {
  /// Refuses a file that is not a sound journal of a known version. Writes nothing to it. A file that does not exist,
  /// or is empty, is fine.
  static func inspect(_ path: String) throws(StoreError) {
    guard try exists(path) else { return }
    try requireWritable(path)
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    configuration.label = "migrated.journal.inspection"
    let checked = configuration
    try lookingForRoom(path) {
      let queue = try DatabaseQueue(path: path, configuration: checked)
      defer { try? queue.close() }
      try queue.read { database in try check(database, path: path) }
    }
  }

  /// In WAL mode, with foreign keys on; each read back rather than believed. `Journal` sets how commits are synced.
  static func openPool(_ path: String, busyTimeout: Duration) throws(StoreError) -> DatabasePool {
    try create(path)
    var configuration = Configuration()
    configuration.label = "migrated.journal"
    configuration.busyMode = .timeout(busyTimeout / .seconds(1))
    configuration.foreignKeysEnabled = true
    let wanted = configuration
    return try lookingForRoom(path) {
      let pool = try DatabasePool(path: path, configuration: wanted)
      try pool.writeWithoutTransaction { database in
        try require(database, "PRAGMA journal_mode", "wal")
      }
      return pool
    }
  }

  /// A connection that only asks whether the write lock can be had, so that no decision waits for the question.
  static func openProbe(_ path: String) throws(StoreError) -> DatabaseQueue {
    var configuration = Configuration()
    configuration.label = "migrated.journal.probe"
    configuration.busyMode = .timeout(Journal.probePatience / .seconds(1))
    let wanted = configuration
    return try lookingForRoom(path) { try DatabaseQueue(path: path, configuration: wanted) }
  }

  /// Without room for the shared memory file SQLite says only that it could not read, write or open.
  private static func lookingForRoom<T>(_ path: String, _ body: () throws -> T) throws(StoreError) -> T {
    do {
      return try StoreError.translating(path: path, body)
    } catch .io(let place, let code, let what) {
      var room = statvfs()
      guard statvfs(folder(of: path), &room) == 0, room.f_bavail == 0 else {
        throw .io(path: place, code: code, what: what)
      }
      throw .full(path: path, code: code)
    }
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
  }

  private static func check(_ database: Database, path: String) throws {
    let corrupt = { (what: String) in
      StoreError.corrupt(path: path, code: ResultCode.SQLITE_CORRUPT.rawValue, what: what)
    }
    guard try JournalLayout.version(of: database, path: path) > 0 else { return }
    let finding = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
    guard finding == "ok" else { throw corrupt(finding) }
    if let row = try Row.fetchOne(database, sql: "PRAGMA foreign_key_check") {
      let table: String = row[0]
      let parent: String = row[2]
      throw corrupt("a row of \(table) refers to a row of \(parent) that is not there")
    }
    let last = try Int64.fetchOne(database, sql: "SELECT max(seq) FROM history") ?? 0
    let count = try Int64.fetchOne(database, sql: "SELECT count(*) FROM history") ?? 0
    guard let head = try Int64.fetchOne(database, sql: "SELECT seq FROM history_head") else {
      throw corrupt("the head of the history is missing")
    }
    guard last == head, count == head else {
      throw corrupt("the history has \(count) entries up to \(last), its head says \(head)")
    }
    let sameHash = try Bool.fetchOne(
      database, sql: "SELECT h.hash = e.hash FROM history_head h JOIN history e ON e.seq = h.seq")
    guard sameHash ?? (head == 0) else { throw corrupt("the head of the history has another hash than its last entry") }
  }

  /// Every commit synced before it is answered (2 is FULL; a pool opens its connection with NORMAL), foreign keys held.
  static func makeDurable(_ database: Database) throws {
    try database.execute(sql: "PRAGMA synchronous = FULL")
    try require(database, "PRAGMA synchronous", "2")
    try require(database, "PRAGMA foreign_keys", "1")
  }

  private static func require(_ database: Database, _ pragma: String, _ expected: String) throws {
    let found = try String.fetchOne(database, sql: pragma) ?? "nothing"
    guard found == expected else {
      throw StoreError.other(
        code: ResultCode.SQLITE_ERROR.rawValue, message: "\(pragma) answered \(found), not \(expected)")
    }
  }

  private static func exists(_ path: String) throws(StoreError) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { return false }
      throw .io(path: path, code: ResultCode.SQLITE_CANTOPEN.rawValue, what: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAJournal(path: path, what: "it is no regular file") }
    return status.st_size > 0
  }

  /// SQLite would answer the same only at the first write, or with "cannot open".
  private static func requireWritable(_ path: String) throws(StoreError) {
    for place in [path, folder(of: path)] where access(place, W_OK) != 0 {
      throw .readOnly(path: path, code: ResultCode.SQLITE_READONLY.rawValue)
    }
  }

  /// Nobody but the daemon reads its journal; SQLite gives the files beside it the same mode.
  private static func create(_ path: String) throws(StoreError) {
    let descriptor = Glibc.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      _ = Glibc.close(descriptor)
      return
    }
    let what = String(cString: strerror(errno))
    switch errno {
    case EROFS, EACCES, EPERM: throw .readOnly(path: path, code: ResultCode.SQLITE_READONLY.rawValue)
    case ENOSPC, EDQUOT: throw .full(path: path, code: ResultCode.SQLITE_FULL.rawValue)
    default: throw .io(path: path, code: ResultCode.SQLITE_CANTOPEN.rawValue, what: what)
    }
  }
}
