import Glibc
import MigrationDigest
import MigrationPhases
import MigrationSQLite
import Synchronization
import Testing

@testable import MigrationTargets

@Suite struct RestorePointTests {
  private let full = """
    CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT);
    INSERT INTO t (body) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
    SELECT hex(randomblob(500)) FROM n;
    """

  private func bytes(of path: String) throws -> [UInt8] {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part[..<count] }
    return bytes
  }

  @Test(arguments: ["wal", "delete"])
  func `a restore point is the whole database in one file, for its owner only`(journal: String) async throws {
    let database = try TemporaryDatabase(full, journal: journal)
    let folder = try TemporaryDatabase().folder + "/copies"
    mkdir(folder, 0o755)
    defer { removeFolder(folder) }
    let point = try await database.target().restorePoint(in: folder, label: "add-full-name")
    #expect(files(in: folder).map { "\(folder)/\($0)" } == [point.path])
    #expect(point.path.wholeMatch(of: /.*\/add-full-name-\d{8}T\d{6}Z\.sqlite/) != nil)
    let bytes = try bytes(of: point.path)
    #expect(point.bytes == bytes.count)
    #expect(point.sha256 == SHA256.hex(of: bytes))
    var status = stat()
    #expect(stat(point.path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    let copy = try SQLiteConnection(path: point.path, mode: .readWrite)
    #expect(try copy.run("SELECT * FROM t") == database.rows("SELECT * FROM t"))
    #expect(try copy.run("PRAGMA journal_mode") == [[.text(journal)]])
  }

  @Test func `two in one second have two names`() async throws {
    let database = try TemporaryDatabase(full)
    let other = try TemporaryDatabase()
    var paths: Set<String> = []
    for _ in 0..<3 {
      paths.insert(try await database.target().restorePoint(in: other.folder, label: "x").path)
    }
    #expect(paths.count == 3)
  }

  @Test(arguments: [
    ("add-full-name", "add-full-name"), ("../../etc/passwd", "-..-etc-passwd"), ("", "restore-point"), ("é b", "--b"),
    (".hidden", "hidden"),
  ])
  func `a label cannot lead out of the directory`(label: String, name: String) {
    #expect(SQLiteRestorePoint.safe(label) == name)
  }

  @Test(arguments: ["wal", "delete"])
  func `it is one moment of a database that is written all the while`(journal: String) async throws {
    let database = try TemporaryDatabase(
      full + "CREATE TABLE a (n); CREATE TABLE b (n); INSERT INTO a VALUES (0); INSERT INTO b VALUES (0);",
      journal: journal)
    let isOver = Mutex(false)
    let (failures, failure) = AsyncStream.makeStream(of: String.self)
    OwnThread {
      do {
        let connection = try database.connect(busyTimeout: .seconds(5))
        while !isOver.withLock({ $0 }) {
          try connection.immediateTransaction { () throws(SQLiteError) in
            try connection.run("UPDATE a SET n = n + 1")
            try connection.run("UPDATE t SET body = hex(randomblob(500)) WHERE id = abs(random()) % 2000")
            try connection.run("UPDATE b SET n = n + 1")
          }
        }
      } catch { failure.yield("\(error)") }
      failure.finish()
    }.start()
    let other = try TemporaryDatabase()
    for _ in 0..<5 {
      let point = try await database.target().restorePoint(in: other.folder, label: "moment")
      let copy = try SQLiteConnection(path: point.path, mode: .readWrite)
      #expect(
        try copy.run("SELECT (SELECT n FROM a) - (SELECT n FROM b), count(*) FROM t") == [
          [.integer(0), .integer(2000)]
        ])
      #expect(try copy.run("PRAGMA integrity_check") == [[.text("ok")]])
    }
    isOver.withLock { $0 = true }
    for await message in failures { Issue.record("the application was refused: \(message)") }
  }

  @Test func `a directory that is missing is named`() async throws {
    let database = try TemporaryDatabase(full)
    await #expect(
      throws: TargetError.storage(
        "\(database.folder)/none: No such file or directory; make the directory, writable for the daemon")
    ) { try await database.target().restorePoint(in: database.folder + "/none", label: "x") }
  }

  @Test func `a copy that is cancelled leaves nothing`() async throws {
    let database = try TemporaryDatabase(full)
    let other = try TemporaryDatabase()
    let before = files(in: other.folder)
    let task = Task { try await database.target().restorePoint(in: other.folder, label: "x") }
    task.cancel()
    await #expect(throws: TargetError.cancelled) { try await task.value }
    #expect(files(in: other.folder) == before)
  }

  @Test func `a damaged database gives no restore point`() async throws {
    let database = try TemporaryDatabase(full, journal: "delete")
    let file = try #require(fopen(database.path, "r+"))
    fseek(file, 4096 * 100, SEEK_SET)
    for _ in 0..<2_000 { fputs("rubbish ", file) }
    fclose(file)
    let other = try TemporaryDatabase()
    let error = await #expect(throws: TargetError.self) {
      try await database.target().restorePoint(in: other.folder, label: "x")
    }
    guard case .storage(let words) = error else {
      Issue.record("not about storage: \(String(describing: error))")
      return
    }
    #expect(words.hasPrefix("\(database.path): its copy is not sound ("))
    #expect(files(in: other.folder).filter { $0.contains("x-") } == [])
  }
}
