import Dispatch
import GRDB
import Synchronization

/// The daemon's own record: one SQLite file, one writer, one transaction a decision.
/// Everything here blocks the calling thread; callers own one, never one of Swift's shared pool.
public final class Journal: Sendable {
  /// Where the file is, for messages; `:memory:` where there is none.
  public let path: String
  /// The version that the file had when it was opened, where that was an older one; nil when it was new or current.
  public let upgradedFrom: Int?
  let writer: any DatabaseWriter
  /// What each of the paths led to when it was opened.
  private let files: [(path: String, identity: FileIdentity?)]
  private let isClosed = Mutex(false)
  private let probe: DatabaseQueue?
  private let ownLocks = Mutex(OwnLocks())
  /// The calls under way. GRDB would end the process at an access to a closed connection, so `close` waits for them.
  private let underWay = DispatchGroup()

  /// The journals that this call stack is inside of. GRDB would end the process at a nested access.
  @TaskLocal private static var entered: Set<ObjectIdentifier> = []

  /// Opens or creates the file with its folder in place, checks that it is sound, and upgrades an older version.
  /// A file that is refused (newer, damaged, something else, not writable) is left as it is.
  /// - Parameter busyTimeout: how long to wait for another process's write lock.
  public static func open(at path: String, busyTimeout: Duration = .seconds(5)) throws(StoreError) -> Journal {
    try JournalFile.inspect(path)
    let pool = try JournalFile.openPool(path, busyTimeout: busyTimeout)
    return try Journal(writer: pool, files: [path, path + "-wal"], probe: try JournalFile.openProbe(path))
  }

  /// Over a writer that the caller made: an in-memory queue, or one with observers. Makes or upgrades the layout.
  public convenience init(writer: any DatabaseWriter) throws(StoreError) {
    try self.init(writer: writer, files: [], probe: nil)
  }

  private init(writer: any DatabaseWriter, files: [String], probe: DatabaseQueue?) throws(StoreError) {
    let path = writer.path
    self.probe = probe
    self.path = path
    self.writer = writer
    self.upgradedFrom = try StoreError.translating(path: path) {
      try writer.writeWithoutTransaction { database in
        try JournalFile.makeDurable(database)
        return try JournalLayout.bringUpToDate(database, path: path)
      }
    }
    self.files = files.map { ($0, FileIdentity(path: $0)) }
  }

  /// One decision: one immediate transaction, durable when this returns. Whatever `body` throws rolls it back and comes
  /// out unchanged; what SQLite says comes out as `StoreError`. A write that failed inside fails the decision, even
  /// if `body` caught the error.
  @discardableResult
  public func decide<T>(_ body: (JournalTransaction) throws -> T) throws -> T {
    try enter {
      try requireFilesInPlace()
      return try writer.writeWithoutTransaction { database in
        defer { ownLocks.withLock { $0.isHeld = false } }
        return try transaction(database) {
          ownLocks.withLock { $0.took() }
          let access = JournalAccess(database, path: path)
          defer { access.end() }
          let result = try body(JournalTransaction(access))
          if let failure = access.failure { throw failure }
          return result
        }
      }
    }
  }

  /// As GRDB's `inTransaction`, with statements that are prepared once.
  private func transaction<T>(_ database: Database, _ body: () throws -> T) throws -> T {
    try database.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
    do {
      let result = try body()
      try database.cachedStatement(sql: "COMMIT").execute()
      return result
    } catch {
      // SQLite may have rolled back already: on a full disk, for one.
      if database.isInsideTransaction { try? database.execute(sql: "ROLLBACK") }
      throw error
    }
  }

  /// Reads of one moment; sees no decision that is under way.
  public func read<T>(_ body: (JournalReader) throws -> T) throws -> T {
    try enter {
      try writer.read { database in
        let access = JournalAccess(database, path: path)
        defer { access.end() }
        return try body(JournalReader(access))
      }
    }
  }

  /// Waits for what is under way; every later call throws `closed`. Closing twice is harmless.
  public func close() {
    let wasClosed = isClosed.withLock { closed in
      defer { closed = true }
      return closed
    }
    // From inside a decision it can only shut the door behind it: waiting would be for itself.
    guard !wasClosed, !Self.entered.contains(ObjectIdentifier(self)) else { return }
    underWay.wait()
    try? probe?.close()
    // So that the one file is whole, for whoever copies it; what cannot be moved there stays in the -wal file.
    _ = try? writer.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    // A connection that will not close is released with the process; what was decided is durable already.
    try? writer.close()
  }

  /// How long `isLockedByAnother` waits for the lock.
  static let probePatience: Duration = .milliseconds(200)

  /// Whether another process keeps this one from writing: the write lock cannot be had, and no decision of this process
  /// has it. Blocks for a fifth of a second at most, whatever else waits for the lock.
  public func isLockedByAnother() -> Bool {
    guard let probe else { return false }
    let before = ownLocks.withLock { $0 }
    do {
      try enter { try probe.inDatabase { database in try database.inTransaction(.immediate) { .rollback } } }
      return false
    } catch let error as StoreError {
      guard case .busy = error else { return false }
      return !before.isHeld && ownLocks.withLock { $0 } == before
    } catch { return false }
  }

  private func requireFilesInPlace() throws(StoreError) {
    for file in files where FileIdentity(path: file.path) != file.identity {
      throw .io(
        path: path, code: ResultCode.SQLITE_READONLY_DBMOVED.rawValue,
        what: "\(file.path) was deleted, moved or replaced while the daemon was using it, so nothing was recorded; "
          + "put the file back or restart the daemon")
    }
  }

  private func enter<T>(_ body: () throws -> T) throws -> T {
    let me = ObjectIdentifier(self)
    guard !Self.entered.contains(me) else { throw StoreError.nested }
    let isOpen = isClosed.withLock { closed in
      if !closed { underWay.enter() }
      return !closed
    }
    guard isOpen else { throw StoreError.closed }
    defer { underWay.leave() }
    do {
      return try Self.$entered.withValue(Self.entered.union([me])) { try body() }
    } catch let error as DatabaseError {
      throw StoreError(error, path: path)
    }
  }
}
