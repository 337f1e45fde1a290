import MigrationPhases
import MigrationPostgreSQL
import MigrationTargets
import ThrowawayPostgreSQL

/// Short, so that tests do not wait.
let quick = PostgreSQLBounds(
  lock: .milliseconds(150), retry: Backoff(tries: 3, first: .milliseconds(20), longest: .milliseconds(50)),
  script: .seconds(60))

extension Database {
  /// A target as the daemon has it, connected as the database's owner.
  func target(
    bounds: PostgreSQLBounds = quick, connection: String? = nil,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) throws -> PostgreSQLTarget {
    PostgreSQLTarget(
      name: "app", settings: try PostgreSQLSettings(connection ?? socket), bounds: bounds, sleep: sleep)
  }

  /// Whose connection it is, in a connection string.
  var login: String { "dbname=\(name) user=\(owner) password='\(password)'" }

  /// The place that is named in messages.
  var place: String { "\(name) as \(owner) at \(cluster.folder):\(cluster.port)" }

  /// Waits until a superuser finds the query true.
  func wait(until sql: String) async throws {
    let admin = try admin()
    for _ in 0..<6_000 {
      if try admin.value(sql) == "t" { return }
      try await Task.sleep(for: .milliseconds(5))
    }
    throw ClusterError("never true: \(sql)")
  }

  /// Ends the target's connections that do what `condition` over `pg_stat_activity` says; true when there were any.
  func terminate(where condition: String) throws -> Bool {
    try value(
      """
      SELECT coalesce(bool_or(pg_terminate_backend(pid)), false) FROM pg_stat_activity
      WHERE datname = '\(name)' AND application_name LIKE 'migrated%' AND (\(condition))
      """) == "t"
  }
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

extension PostgreSQLTarget {
  func apply(
    _ statements: [ScriptStatement], as key: StepKey = step(.expand), to version: Int = 2, tied: LedgerTie = tie
  ) async throws(TargetError) -> StepProof {
    try await apply(statements, as: key, raisingTo: version, tied: tied) { _ in }
  }
}

extension StepProof {
  var isDone: Bool {
    switch self {
    case .done: true
    case .alreadyDone: false
    }
  }
}
