import Glibc
import MigrationPhases
import MigrationSQLite
import Testing

@testable import MigrationTargets

/// A small file system in memory, where this process may make one.
private struct SmallDisk {
  let path: String

  init?(kilobytes: Int) throws {
    path = try TemporaryDatabase().folder + "/disk"
    mkdir(path, 0o755)
    guard mount("tmpfs", path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else {
      rmdir(path)
      return nil
    }
  }

  func remove() {
    umount2(path, Int32(MNT_DETACH))
    rmdir(path)
  }

  /// Leaves this many bytes.
  func fill(leaving bytes: Int) throws {
    let file = try #require(fopen(path + "/filler", "w"))
    let free = try SQLiteCopyFile.Folder(path: path).freeBytes()
    let zeros = [UInt8](repeating: 0, count: max(0, free - bytes))
    fwrite(zeros, 1, zeros.count, file)
    fclose(file)
  }

  static let isPossible = {
    guard let disk = try? SmallDisk(kilobytes: 64) else { return false }
    disk.remove()
    return true
  }()
}

@Suite(.enabled(if: SmallDisk.isPossible, "needs to mount a file system")) struct FullDiskTests {
  private let full = """
    CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT, new TEXT);
    INSERT INTO t (body) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
    SELECT hex(randomblob(500)) FROM n;
    """

  @Test(arguments: [256, 32 * 1_024 + 256])
  func `a restore point that leaves less than the reserve is refused before it is begun`(kilobytes: Int) async throws {
    let disk = try #require(try SmallDisk(kilobytes: kilobytes))
    defer { disk.remove() }
    let database = try TemporaryDatabase(full)
    let error = await #expect(throws: TargetError.self) {
      try await database.target().restorePoint(in: disk.path, label: "x")
    }
    let size =
      try database.value("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")?.integer ?? 0
    #expect(size > 256 * 1_024)
    #expect(
      error
        == .storage(
          "\(disk.path): a copy of \(database.path) needs \(size) bytes, 33554432 more are kept free for the daemon's own "
            + "record, and \(kilobytes * 1_024) are free; make room, or name a folder on a larger disk as `state` in the "
            + "configuration, with all that is in this one moved there while the daemon is stopped"))
    #expect(files(in: disk.path) == [])
  }

  @Test func `a restore point that leaves the reserve is made`() async throws {
    let disk = try #require(try SmallDisk(kilobytes: 34 * 1_024))
    defer { disk.remove() }
    let point = try await TemporaryDatabase(full).target().restorePoint(in: disk.path, label: "x")
    #expect(files(in: disk.path).map { "\(disk.path)/\($0)" } == [point.path])
  }

  @Test func `a disk that becomes full during the copy is an answer`() throws {
    let disk = try #require(try SmallDisk(kilobytes: 256))
    defer { disk.remove() }
    let database = try TemporaryDatabase(full)
    let file = SQLiteFile(target: "app", path: database.path)
    let bounds = SQLiteBounds(lock: .milliseconds(100))
    let session = SQLiteSession(
      connection: try file.open(.reading, bounds: bounds), file: file, stop: SQLiteStop(), bounds: bounds)
    let point = SQLiteRestorePoint(session: session, directory: disk.path)
    #expect(throws: TargetError.storage("\(disk.path): the disk became full while a copy was made; make room")) {
      try point.fill(disk.path + "/copy")
    }
  }

  @Test(arguments: ["wal", "delete"])
  func `a step on a full disk is not applied, and is once there is room`(journal: String) async throws {
    let disk = try #require(try SmallDisk(kilobytes: 2_048))
    defer { disk.remove() }
    let path = disk.path + "/app.sqlite"
    do {
      let connection = try SQLiteConnection(path: path, mode: .create)
      try connection.run("PRAGMA journal_mode = \(journal)")
      try connection.run("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)")
    }
    try disk.fill(leaving: 200_000)
    let target = SQLiteTarget(name: "app", path: path)
    let large = script(
      "INSERT INTO t (body) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) "
        + "SELECT hex(randomblob(500)) FROM n")
    let error = await #expect(throws: TargetError.self) {
      try await target.apply(large, as: step(.expand), raisingTo: 2, tied: tie) { _ in }
    }
    guard case .storage(let words) = error else {
      Issue.record("not about storage: \(String(describing: error))")
      return
    }
    #expect(words == "\(path): the disk is full; nothing of the transaction was applied")
    #expect(try await target.ledger(of: "add-full-name") == nil)
    #expect(try await target.count(query("SELECT count(*) FROM t")) == 0)
    unlink(disk.path + "/filler")
    #expect(try await target.apply(large, as: step(.expand), raisingTo: 2, tied: tie) { _ in }.isDone)
    #expect(try await target.count(query("SELECT count(*) FROM t")) == 500)
  }
}
