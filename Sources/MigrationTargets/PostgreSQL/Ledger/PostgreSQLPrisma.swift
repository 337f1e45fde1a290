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
  /// - Returns: what belongs on record beside the row.
  func begin() throws(TargetError) -> [String] {
    try call.hideLedger()
    try takeLock()
    var remarks: [String] = []
    if try !hasTable() {
      try makeTable()
      remarks += try baseline()
    }
    remarks += try PostgreSQLPrismaHistory(try rows()).accept(migration)
    try call.run(
      "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE \(Self.unfinished) AND migration_name = $1", name)
    try call.run(
      """
      INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES (CAST(gen_random_uuid() AS text), $1, $2)
      """, [.text(migration.checksums[0])] + name)
    return remarks
  }

  /// What its row says, where a program writes that. Waits until no CLI is at it.
  func standing() throws(TargetError) -> PostgreSQLPrismaHistory.Standing {
    try call.hideLedger()
    try takeLock()
    guard try hasTable() else { return .absent }
    return try PostgreSQLPrismaHistory(try rows()).standing(of: migration)
  }

  /// - Parameter moment: in microseconds.
  func others(finishedSince moment: Int64) throws(TargetError) -> [String] {
    try call.run(
      """
      SELECT DISTINCT migration_name FROM _prisma_migrations
      WHERE finished_at >= to_timestamp(CAST($1 AS float8) / 1000000) AND rolled_back_at IS NULL AND migration_name <> $2
      ORDER BY 1 LIMIT 20
      """, [.integer(moment)] + name
    ).rows.compactMap { $0[0] }
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
    guard (tables == "0") == migration.baseline.isEmpty else {
      throw .unsupported(
        tables == "0"
          ? "\(call.place.name) is empty, and the plan says by expand.prismaBaseline that it has the changes of "
            + "\(migration.baseline[0].name); apply that one first, or leave expand.prismaBaseline out"
          : "\(call.place.name) has tables and no _prisma_migrations, so that Prisma does not know what is applied; "
            + "baseline it first: npx prisma migrate resolve --applied FOLDER, once for each folder whose changes are "
            + "there, or name these folders in a plan as expand.prismaBaseline")
    }
    try call.run(Self.table)
  }

  /// Puts on record as applied what the plan says is there, as `prisma migrate resolve --applied` does. Nothing is run.
  private func baseline() throws(TargetError) -> [String] {
    for earlier in migration.baseline {
      try call.run(
        """
        INSERT INTO _prisma_migrations (id, checksum, migration_name, logs, started_at, finished_at)
        VALUES (CAST(gen_random_uuid() AS text), $1, $2, '', now(), now())
        """, [.text(earlier.checksums[0]), .text(earlier.name)])
    }
    guard !migration.baseline.isEmpty else { return [] }
    return [
      "there was no _prisma_migrations: it was made, with the plan's expand.prismaBaseline as applied and not run: "
        + migration.baseline.map(\.name).joined(separator: ", ")
    ]
  }

  /// Those that are not rolled back, the first begun first.
  private func rows() throws(TargetError) -> [PostgreSQLPrismaHistory.Row] {
    try call.run(
      """
      SELECT migration_name, checksum, CAST(finished_at AS text), split_part(left(logs, 500), E'\\n', 1)
      FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at
      """
    ).rows.map { PostgreSQLPrismaHistory.Row(name: $0[0] ?? "", checksum: $0[1] ?? "", finished: $0[2], logs: $0[3]) }
  }
}
