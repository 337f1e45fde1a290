/// The ledger's tables as they are now. They have a schema of their own.
enum PostgreSQLLedgerLayout {
  static let present = 2
  static let schema = "migrated"
  static let tables: Set<String> = ["schema", "ledger", "backfill", "intent", "lease"]
  /// Those that each layout has.
  static let oldest: Set<String> = ["schema", "ledger", "backfill", "intent"]

  /// The tables, without the one row of `migrated.schema`.
  static let creation = [
    """
    CREATE TABLE migrated.schema (
      one integer PRIMARY KEY CHECK (one = 1),
      layout integer NOT NULL,
      ledger_id text NOT NULL,
      current bigint NOT NULL,
      oldest_supported bigint NOT NULL,
      journal text,
      base bigint NOT NULL DEFAULT 0
    )
    """,
    """
    CREATE TABLE migrated.ledger (
      entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      migration text NOT NULL,
      digest text NOT NULL,
      phase text NOT NULL,
      step text NOT NULL,
      applied_at_us bigint NOT NULL,
      undone_at_us bigint,
      raises_to bigint,
      journal text,
      adopted_by text
    )
    """,
    """
    CREATE UNIQUE INDEX ledger_standing ON migrated.ledger (migration, phase, step) WHERE undone_at_us IS NULL
    """,
    """
    CREATE TABLE migrated.backfill (
      migration text NOT NULL,
      step text NOT NULL,
      digest text NOT NULL,
      key text NOT NULL,
      cursor text[] NOT NULL,
      pass integer NOT NULL,
      written_in_pass bigint NOT NULL,
      clears boolean NOT NULL,
      batches bigint NOT NULL,
      rows_done bigint NOT NULL,
      rows_written bigint NOT NULL,
      finished boolean NOT NULL,
      journal text,
      adopted_by text,
      PRIMARY KEY (migration, step)
    )
    """,
    // What is about to be done outside of a transaction, until it is proven.
    """
    CREATE TABLE migrated.intent (
      migration text NOT NULL,
      phase text NOT NULL,
      step text NOT NULL,
      digest text NOT NULL,
      statement text NOT NULL,
      begun_at_us bigint NOT NULL,
      journal text,
      PRIMARY KEY (migration, phase, step)
    )
    """,
    lease,
    "COMMENT ON TABLE migrated.schema IS 'what migrated did to this database; not to be altered by hand'",
  ]

  private static let lease = """
    CREATE TABLE migrated.lease (
      one integer PRIMARY KEY CHECK (one = 1),
      fence bigint NOT NULL,
      holder text NOT NULL,
      taken_at_us bigint NOT NULL
    )
    """

  /// Layout 1 had no lease.
  static let upgradeFrom1 = [lease, "UPDATE migrated.schema SET layout = 2"]

  /// All that is in the ledger, as one text: a script that changes it is found out.
  static let content = """
    SELECT concat_ws('|',
      (SELECT string_agg(t::text, ',' ORDER BY t.one) FROM migrated.schema AS t),
      (SELECT md5(string_agg(t::text, ',' ORDER BY t.entry)) FROM migrated.ledger AS t),
      (SELECT md5(string_agg(t::text, ',' ORDER BY t.migration, t.step)) FROM migrated.backfill AS t),
      (SELECT md5(string_agg(t::text, ',' ORDER BY t.migration, t.phase, t.step)) FROM migrated.intent AS t),
      (SELECT string_agg(t::text, ',' ORDER BY t.one) FROM migrated.lease AS t))
    """
}
