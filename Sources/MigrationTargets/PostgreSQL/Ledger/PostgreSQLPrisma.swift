import MigrationPostgreSQL

/// The table in which Prisma's CLI keeps what it applied, written as the CLI would: the row first, then the script, then
/// that it is done. Between the two the unfinished row keeps the CLI out, which stops at one (P3009); its advisory lock
/// is held only while rows are looked at, never over a script, since a build that waits for old transactions and a CLI
/// that waits for the lock would wait for each other.
struct PostgreSQLPrisma {
  let call: PostgreSQLCall
  var migration: PrismaMigration

  /// The CLI's own advisory lock, and how long it waits for that.
  private static let lock: Int64 = 72_707_369
  private static let patience = Duration.seconds(10)

  private static let table = """
    CREATE TABLE _prisma_migrations (
      id varchar(36) PRIMARY KEY NOT NULL,
      checksum varchar(64) NOT NULL,
      finished_at timestamptz,
      migration_name varchar(255) NOT NULL,
      logs text,
      rolled_back_at timestamptz,
      started_at timestamptz NOT NULL DEFAULT now(),
      applied_steps_count integer NOT NULL DEFAULT 0
    )
    """

  /// Before the script, in a transaction of its own. What an earlier try left unfinished is marked as rolled back.
  func begin() throws(TargetError) {
    try call.hideLedger()
    try takeLock()
    if try !hasTable() { try makeTable() }
    try refuseOthers()
    try refuseOwn()
    try call.run(
      "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE \(Self.unfinished) AND migration_name = $1", name)
    try call.run(
      """
      INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES (CAST(gen_random_uuid() AS text), $1, $2)
      """, [.text(migration.checksums[0])] + name)
  }

  /// Whether its row is there, and not finished.
  func isUnderWay() throws(TargetError) -> Bool {
    try call.run(
      "SELECT 1 FROM _prisma_migrations WHERE \(Self.unfinished) AND migration_name = $1 LIMIT 1", name
    ).value != nil
  }

  /// With the proof of the last part.
  func finish() throws(TargetError) {
    try call.hideLedger()
    let result = try call.run(
      """
      UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
      WHERE \(Self.unfinished) AND migration_name = $1 AND checksum = $2
      """, name + [.text(migration.checksums[0])])
    guard result.affected == 1 else {
      throw .unsupported(
        "_prisma_migrations has no unfinished row of \(migration.name) any more; somebody removed it while it was applied"
      )
    }
  }

  /// After a script that failed, in a transaction of its own.
  func fail(_ why: String) throws(TargetError) {
    try call.hideLedger()
    guard try hasTable() else { return }
    try call.run(
      "UPDATE _prisma_migrations SET logs = $2 WHERE \(Self.unfinished) AND migration_name = $1", name + [.text(why)])
  }

  /// With the way back, or where nothing of a failed script stands.
  func rollBack() throws(TargetError) {
    try call.hideLedger()
    guard try hasTable() else { return }
    try call.run(
      "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE rolled_back_at IS NULL AND migration_name = $1", name)
  }

  private static let unfinished = "finished_at IS NULL AND rolled_back_at IS NULL"

  private var name: [PostgreSQLValue] { [.text(migration.name)] }

  private func takeLock() throws(TargetError) {
    let end = ContinuousClock.now + Self.patience
    var pause = Duration.milliseconds(20)
    while try call.run("SELECT pg_catalog.pg_try_advisory_xact_lock($1)", [.integer(Self.lock)]).value != "t" {
      guard ContinuousClock.now < end else {
        throw .locked(
          "\(call.place.name): a Prisma CLI has had its advisory lock (\(Self.lock)) for more than "
            + "\(Self.patience.components.seconds)s; wait until it is done, then try again")
      }
      try call.run("SELECT pg_catalog.pg_sleep($1)", [.text(String(pause / .seconds(1)))])
      pause = min(pause * 2, .milliseconds(500))
    }
  }

  private func hasTable() throws(TargetError) -> Bool {
    try call.run(
      "SELECT to_regclass(quote_ident(current_schema()) || '._prisma_migrations') IS NOT NULL"
    ).value == "t"
  }

  /// Only where there is nothing yet: of a database that has tables, Prisma must be told what is applied (P3005).
  private func makeTable() throws(TargetError) {
    let next = try call.run("SELECT to_regnamespace('prisma_contract') IS NOT NULL").value
    guard next != "t" else {
      throw .unsupported(
        "\(call.place.name) belongs to Prisma 8, which keeps its state in the schema prisma_contract and has no "
          + "_prisma_migrations; apply the script by sql: in place of prisma:")
    }
    let tables = try call.run(
      """
      SELECT count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm')
      """
    ).value
    guard tables == "0" else {
      throw .unsupported(
        "\(call.place.name) has tables and no _prisma_migrations, so that Prisma does not know what is applied; baseline "
          + "it first: npx prisma migrate resolve --applied FOLDER, once for each folder whose changes are there")
    }
    try call.run(Self.table)
  }

  private func refuseOthers() throws(TargetError) {
    let rows = try call.run(
      """
      SELECT migration_name, logs FROM _prisma_migrations WHERE \(Self.unfinished) AND migration_name <> $1
      ORDER BY started_at LIMIT 1
      """, name
    ).rows
    guard let row = rows.first, let other = row[0] else { return }
    let why = row[1].map { ": \($0.split(separator: "\n").first.map(String.init) ?? "")" } ?? ""
    throw .unsupported(
      "_prisma_migrations has \(other) as begun and not finished\(why); find out what became of it, then "
        + "npx prisma migrate resolve --applied \(other), or --rolled-back \(other)")
  }

  /// Rows of this migration that the daemon's own ledger knows nothing of.
  private func refuseOwn() throws(TargetError) {
    let rows = try call.run(
      """
      SELECT checksum, CAST(finished_at AS text) FROM _prisma_migrations
      WHERE migration_name = $1 AND rolled_back_at IS NULL ORDER BY started_at DESC LIMIT 1
      """, name
    ).rows
    guard let row = rows.first, let checksum = row[0] else { return }
    guard migration.checksums.contains(checksum) else {
      throw .unsupported(
        "_prisma_migrations has \(migration.name) with the checksum \(checksum.prefix(12)), the plan's is "
          + "\(migration.checksums[0].prefix(12)): the folder was edited afterwards; take the one that was applied, or "
          + "make a new folder")
    }
    if let finished = row[1] {
      throw .unsupported(
        "_prisma_migrations has \(migration.name) as applied by Prisma itself at \(finished); there is nothing left to "
          + "apply: plan what comes after it")
    }
  }
}
