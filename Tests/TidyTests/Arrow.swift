/// That one module of ours may call another, and why.
struct Arrow: Hashable, CustomStringConvertible {
  var from: String
  var to: String

  var description: String { "\(from) -> \(to)" }

  /// Every arrow there is. Calls go down this list only; a new arrow needs a reason here.
  static let allowed: [Arrow: String] = [
    Arrow(from: "MigrationPlan", to: "MigrationPhases"): "a plan is about phases and speaks in findings",
    Arrow(from: "MigrationPlan", to: "MigrationDigest"): "a plan's digest is its identity",
    Arrow(from: "MigrationLint", to: "MigrationPhases"): "what a script may do depends on the phase",
    Arrow(from: "MigrationLint", to: "MigrationSQLite"): "the database's own parser and authorizer judge the SQL",
    Arrow(from: "MigrationStore", to: "MigrationPhases"): "the journal keeps states, commands and outcomes",
    Arrow(from: "MigrationStore", to: "MigrationDigest"): "the history is a chain of hashes",
    Arrow(from: "MigrationTargets", to: "MigrationPhases"): "a step belongs to a phase and runs its statements",
    Arrow(from: "MigrationTargets", to: "MigrationDigest"): "a restore point and a schema have a hash",
    Arrow(from: "MigrationTargets", to: "MigrationSQLite"): "one of the engines that a target can be",
    Arrow(from: "MigrationBackfill", to: "MigrationPhases"): "a backfill is a phase",
    Arrow(from: "MigrationBackfill", to: "MigrationTargets"): "batches are written by a target",
    Arrow(from: "MigrationControl", to: "MigrationPhases"): "messages carry states, commands and refusals",
    Arrow(from: "MigrationEngine", to: "MigrationPhases"): "it asks the phases and never decides itself",
    Arrow(from: "MigrationEngine", to: "MigrationPlan"): "it carries out plans",
    Arrow(from: "MigrationEngine", to: "MigrationLint"): "lint is a gate",
    Arrow(from: "MigrationEngine", to: "MigrationStore"): "every decision is a transaction in the journal",
    Arrow(from: "MigrationEngine", to: "MigrationTargets"): "the worker acts on targets",
    Arrow(from: "MigrationEngine", to: "MigrationBackfill"): "the worker drives backfills",
    Arrow(from: "MigrationEngine", to: "MigrationDigest"): "it compares digests of plans and schemas",
    Arrow(from: "migrated", to: "MigrationPhases"): "the daemon is where everything is put together",
    Arrow(from: "migrated", to: "MigrationPlan"): "the daemon is where everything is put together",
    Arrow(from: "migrated", to: "MigrationLint"): "the daemon is where everything is put together",
    Arrow(from: "migrated", to: "MigrationStore"): "the daemon is where everything is put together",
    Arrow(from: "migrated", to: "MigrationTargets"): "the daemon is where everything is put together",
    Arrow(from: "migrated", to: "MigrationBackfill"): "the daemon is where everything is put together",
    Arrow(from: "migrated", to: "MigrationControl"): "the daemon is where everything is put together",
    Arrow(from: "migrated", to: "MigrationEngine"): "the daemon is where everything is put together",
    Arrow(from: "migrated", to: "MigrationDigest"): "the daemon is where everything is put together",
    Arrow(from: "migratectl", to: "MigrationPhases"): "it prints phases and states",
    Arrow(from: "migratectl", to: "MigrationPlan"): "it reads and scaffolds plans without a daemon",
    Arrow(from: "migratectl", to: "MigrationLint"): "it checks plans without a daemon",
    Arrow(from: "migratectl", to: "MigrationControl"): "it talks to the daemon",
  ]
}
