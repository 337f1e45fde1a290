import Glibc
import MigrationPhases
import MigrationSQLite

@testable import MigrationTargets

/// A folder with a SQLite file, removed when the tests end.
struct TemporaryDatabase: Sendable {
  let folder: String
  var path: String { folder + "/app.sqlite" }

  /// `journal` is the application's journal mode.
  init(_ script: String = "", journal: String = "wal") throws {
    var template = Array("/tmp/migrated-target-XXXXXX".utf8CString)
    guard let name = mkdtemp(&template) else { throw Failure.noFolder(errno) }
    folder = String(cString: name)
    temporaryFolders.add(folder)
    let connection = try SQLiteConnection(path: path, mode: .create)
    try connection.run("PRAGMA journal_mode = \(journal)")
    try run(script, on: connection)
  }

  enum Failure: Error { case noFolder(Int32) }

  /// A connection of the application's.
  func connect(busyTimeout: Duration = .seconds(1)) throws -> SQLiteConnection {
    let connection = try SQLiteConnection(path: path, mode: .readWrite)
    connection.setBusyTimeout(busyTimeout)
    return connection
  }

  /// Runs a script as the application would, on a connection of its own.
  func run(_ script: String) throws { try run(script, on: connect()) }

  func rows(_ sql: String) throws -> [[SQLiteValue]] { try connect().run(sql) }

  /// The first value of the first row.
  func value(_ sql: String) throws -> SQLiteValue? { try rows(sql).first?.first }

  func target(bounds: SQLiteBounds = SQLiteBounds()) -> SQLiteTarget {
    SQLiteTarget(name: "app", path: path, bounds: bounds)
  }

  private func run(_ script: String, on connection: SQLiteConnection) throws {
    var rest = script
    while let (statement, tail) = try Optional(connection.prepare(leading: rest)), let statement {
      while try statement.step() {}
      rest = String(decoding: Array(rest.utf8.dropFirst(tail)), as: UTF8.self)
    }
  }
}

/// The names of the files in a folder, sorted.
func files(in path: String) -> [String] {
  guard let folder = opendir(path) else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    if name != ".", name != ".." { names.append(name) }
  }
  return names.sorted()
}

func script(_ statements: String..., file: String = "expand.sql") -> [ScriptStatement] {
  statements.enumerated().map { index, sql in
    ScriptStatement(sql: sql, file: file, line: index + 1, column: 1, ordinal: index + 1)
  }
}

func query(_ sql: String) -> ScriptStatement { script(sql, file: "verify.sql")[0] }

let digest = String(repeating: "a1", count: 32)

func step(_ phase: Phase, _ name: String = "apply", of migration: String = "add-full-name") -> StepKey {
  StepKey(migration: migration, digest: digest, phase: phase, step: name)
}

/// The ledger that databases get here, and in whose name.
let tie = LedgerTie(journal: "this-journal", ledger: "this-ledger", isNew: true)

extension StepProof {
  var isDone: Bool {
    switch self {
    case .done: true
    case .alreadyDone: false
    }
  }
}
