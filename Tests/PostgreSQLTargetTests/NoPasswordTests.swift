import Glibc
import MigrationPhases
import MigrationPostgreSQL
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

/// A target's password reaches its server and nothing else.
@Suite struct NoPasswordTests {
  /// No part of the database's name is in it, nor a word of any message.
  private static let secret = "qX7!wombat'zz\\ 9"
  private static let pieces = ["wombat", "qX7", "qX7%21"]

  enum Given: String, CaseIterable, Sendable { case string, uri, file }

  private func settings(
    _ given: Given, _ database: Database, secret: String = secret, port: Int? = nil
  ) throws -> PostgreSQLSettings {
    let port = port ?? database.cluster.port
    let place = "host=127.0.0.1 port=\(port) dbname=\(database.name) user=\(database.owner) sslmode=disable"
    switch given {
    case .string:
      let quoted = secret.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
      return try PostgreSQLSettings("\(place) password='\(quoted)'")
    case .uri:
      let letters = secret.utf8.map { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.count == 1 ? "0" : "") + digits
      }
      return try PostgreSQLSettings(
        "postgresql://\(database.owner):\(letters.joined())@127.0.0.1:\(port)/\(database.name)?sslmode=disable")
    case .file:
      let file = database.cluster.folder + "/\(database.name).secret"
      let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      let line = secret + "\n"
      guard write(descriptor, line, line.utf8.count) == line.utf8.count, close(descriptor) == 0 else {
        throw ClusterError("\(file) cannot be written: errno \(errno)")
      }
      return try PostgreSQLSettings(place, passwordFile: file)
    }
  }

  private func with(
    _ given: Given, port: Int? = nil, secret: String = secret,
    _ body: (Database, PostgreSQLTarget, PostgreSQLSettings) async throws -> Void
  ) async throws {
    try await Database.with("CREATE TABLE people (id int PRIMARY KEY, name text)") { database in
      let literal = Self.secret.replacing("'", with: "''")
      try database.admin().run("ALTER ROLE \(database.owner) PASSWORD '\(literal)'")
      let settings = try settings(given, database, secret: secret, port: port)
      try await body(database, PostgreSQLTarget(name: "app", settings: settings, bounds: quick), settings)
    }
  }

  private func expectNone(in text: String, _ what: String) {
    for piece in Self.pieces { #expect(!text.contains(piece), "\(what): \(text)") }
  }

  private func expectNone(inAllOf value: Any, _ what: String) {
    var dumped = ""
    dump(value, to: &dumped)
    for text in ["\(value)", String(reflecting: value), dumped, "\([value])"] { expectNone(in: text, what) }
  }

  private func commandLine() throws -> String {
    let text = text(ofFile: "/proc/self/cmdline")
    try #require(!text.isEmpty)
    return text
  }

  /// Everything that is asked of a target here.
  private func failures(of target: PostgreSQLTarget) async -> [TargetError] {
    let work = BackfillWork.update(
      table: "people", assignments: [BackfillWork.Assignment(column: "name", expression: "'x'")], condition: nil)
    let inStep = InStep(
      migration: "m", table: "people", forward: [.init(column: "name", expression: "'x'")], condition: "true")
    let backfill = step(.backfill, "rows")
    return [
      await error { _ = try await target.observe() }, await error { _ = try await target.glance() },
      await error { _ = try await target.ledger(of: "m") }, await error { _ = try await target.schema() },
      await error { _ = try await target.apply(script("SELECT 1")) },
      await error { _ = try await target.apply(script("VACUUM people")) },
      await error { _ = try await target.undo([], as: step(.expand, "undo"), tied: tie) },
      await error { try await target.probe(inStep) },
      await error { _ = try await target.verify(query("SELECT 1")) },
      await error { _ = try await target.count(query("SELECT 1")) },
      await error { _ = try await target.restorePoint(in: "/nowhere", label: "m") },
      await error { _ = try await target.prepareBackfill(work, of: backfill) },
      await error { _ = try await target.backfillBatch(work, of: backfill, tied: tie, limit: 1) },
      await error { _ = try await target.reopenBackfill(work, of: backfill, tied: tie) },
      await error { _ = try await target.adopt(tie) },
    ].compactMap { $0 }
  }

  private func error(_ ask: () async throws -> Void) async -> TargetError? {
    await #expect(throws: TargetError.self) { try await ask() }
  }

  @Test(arguments: Given.allCases)
  func `a password that is right is nowhere to be seen while the target works`(given: Given) async throws {
    try await with(given) { database, target, settings in
      let holder = try database.admin()
      try holder.run("BEGIN; LOCK people IN ACCESS SHARE MODE")
      let locked = await #expect(throws: TargetError.self) {
        try await target.apply(script("ALTER TABLE people ADD COLUMN a int"))
      }
      try holder.run("COMMIT")
      let refused = await #expect(throws: TargetError.self) { try await target.apply(script("SELECT nonsense")) }
      expectNone(inAllOf: [locked, refused], "errors")
      #expect(try await target.apply(script("ALTER TABLE people ADD COLUMN a int")).isDone)
      let observation = try await target.observe()
      expectNone(inAllOf: observation, "observation")
      expectNone(inAllOf: target, "target")
      expectNone(inAllOf: settings, "settings")
      expectNone(in: settings.applicationName, "application name")
      let activity = try database.admin().rows(
        "SELECT application_name, to_jsonb(a)::text FROM pg_stat_activity AS a WHERE datname = '\(database.name)'")
      #expect(activity.contains { $0[0] == "migrated" })
      expectNone(in: activity.description, "activity")
      expectNone(
        in: try database.value("SELECT string_agg(l::text, ' ') FROM migrated.ledger AS l") ?? "", "ledger")
      expectNone(in: try await target.restorePoint(in: "/nowhere", label: "m").path, "restore point")
      expectNone(in: try commandLine(), "command line")
    }
  }

  @Test(arguments: Given.allCases)
  func `a password that is wrong is in no error`(given: Given) async throws {
    try await with(given, secret: "qX7!wombat of another") { _, target, _ in
      for error in await failures(of: target) {
        guard case .unreachable(let text) = error else {
          Issue.record("not unreachable: \(error)")
          continue
        }
        #expect(text.contains("password authentication failed"))
        expectNone(inAllOf: error, "error")
      }
      expectNone(inAllOf: target, "target")
    }
  }

  @Test(arguments: Given.allCases)
  func `where nobody listens the password is in no error`(given: Given) async throws {
    try await with(given, port: 1) { _, target, _ in
      for error in await failures(of: target) {
        guard case .unreachable = error else {
          Issue.record("not unreachable: \(error)")
          continue
        }
        expectNone(inAllOf: error, "error")
      }
    }
  }
}
