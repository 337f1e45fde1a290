import MigrationSQLite

/// The ledger's tables as they are now, and how those of before become so.
enum SQLiteLedgerLayout {
  static let present: Int64 = 3
  static let tables: Set<String> = ["migrated_schema", "migrated_ledger", "migrated_backfill", "migrated_lease"]
  /// Those that each layout has.
  static let oldest: Set<String> = ["migrated_schema", "migrated_ledger", "migrated_backfill"]

  /// The tables, without the one row of `migrated_schema`.
  static let creation = [
    """
    CREATE TABLE migrated_schema (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      layout INTEGER NOT NULL,
      ledger_id TEXT NOT NULL,
      current INTEGER NOT NULL,
      oldest_supported INTEGER NOT NULL,
      journal TEXT,
      base INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    """
    CREATE TABLE migrated_ledger (
      entry INTEGER PRIMARY KEY,
      migration TEXT NOT NULL,
      digest TEXT NOT NULL,
      phase TEXT NOT NULL,
      step TEXT NOT NULL,
      applied_at_us INTEGER NOT NULL,
      undone_at_us INTEGER,
      raises_to INTEGER,
      journal TEXT,
      adopted_by TEXT
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX migrated_ledger_standing ON migrated_ledger (migration, phase, step)
    WHERE undone_at_us IS NULL
    """,
    """
    CREATE TABLE migrated_backfill (
      migration TEXT NOT NULL,
      step TEXT NOT NULL,
      digest TEXT NOT NULL,
      key TEXT NOT NULL,
      cursor TEXT NOT NULL,
      pass INTEGER NOT NULL,
      written_in_pass INTEGER NOT NULL,
      clears INTEGER NOT NULL,
      batches INTEGER NOT NULL,
      rows_done INTEGER NOT NULL,
      rows_written INTEGER NOT NULL,
      finished INTEGER NOT NULL,
      journal TEXT,
      adopted_by TEXT,
      PRIMARY KEY (migration, step)
    ) STRICT
    """,
    lease,
  ]

  private static let lease = """
    CREATE TABLE migrated_lease (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      fence INTEGER NOT NULL,
      holder TEXT NOT NULL,
      process TEXT NOT NULL,
      taken_at_us INTEGER NOT NULL,
      expires_at_us INTEGER NOT NULL
    ) STRICT
    """

  /// Layout 2 had no lease.
  static func upgradeFrom2(_ session: SQLiteSession) throws(TargetError) {
    try session.run(lease)
    try session.run("UPDATE migrated_schema SET layout = 3")
  }

  /// Layout 1 did not keep which journal did what, nor the version that an expand raised to. What a plan on record says
  /// is taken for it; where none says, the version that was offered, so that nothing is ever lowered below what stands.
  static func upgradeFrom1(_ session: SQLiteSession, by tie: LedgerTie) throws(TargetError) {
    for statement in addition { try session.run(statement) }
    let digests = try session.run("SELECT DISTINCT digest FROM migrated_ledger WHERE phase = 'expand'")
    for row in digests {
      guard let digest = row[0].text, let version = tie.schemaVersions[digest] else { continue }
      try session.run(
        "UPDATE migrated_ledger SET raises_to = :version WHERE phase = 'expand' AND digest = :digest",
        [":version": .integer(Int64(version)), ":digest": .text(digest)])
    }
    for statement in completion { try session.run(statement) }
    try session.run("UPDATE migrated_schema SET layout = 2, journal = :journal", [":journal": .text(tie.journal)])
  }

  private static let addition = [
    "ALTER TABLE migrated_schema ADD COLUMN journal TEXT",
    "ALTER TABLE migrated_schema ADD COLUMN base INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE migrated_ledger ADD COLUMN raises_to INTEGER",
    "ALTER TABLE migrated_ledger ADD COLUMN journal TEXT",
    "ALTER TABLE migrated_ledger ADD COLUMN adopted_by TEXT",
    "ALTER TABLE migrated_backfill ADD COLUMN journal TEXT",
    "ALTER TABLE migrated_backfill ADD COLUMN adopted_by TEXT",
  ]

  /// A version above all that stands was there before: it is the base.
  private static let completion = [
    """
    UPDATE migrated_ledger SET raises_to = (SELECT current FROM migrated_schema)
    WHERE phase = 'expand' AND raises_to IS NULL
    """,
    """
    UPDATE migrated_schema SET base = current
    WHERE current > coalesce(
      (SELECT max(raises_to) FROM migrated_ledger WHERE phase = 'expand' AND undone_at_us IS NULL), 0)
    """,
    """
    UPDATE migrated_schema SET current = max(
      base, oldest_supported, coalesce(
        (SELECT max(raises_to) FROM migrated_ledger WHERE phase = 'expand' AND undone_at_us IS NULL), 0))
    """,
  ]
}
