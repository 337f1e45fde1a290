extension Plan {
  /// A plan to begin with: complete, commented, and right as it stands, so that changing it is all there is to do.
  /// - Throws: `PlanError.findings` where `name` cannot be a plan's name.
  public static func scaffold(name: String) throws(PlanError) -> PlanFiles {
    let files = PlanFiles([
      PlanFile(path: fileName, text: scaffoldDescription(name)),
      PlanFile(path: "expand.sql", text: scaffoldExpand),
      PlanFile(path: "expand.rollback.sql", text: scaffoldRollback),
      PlanFile(path: "contract.sql", text: scaffoldContract),
    ])
    _ = try read(files)
    return files
  }

  private static func scaffoldDescription(_ name: String) -> String {
    """
    # A migration for migrated: expand, backfill, switch, wait, contract.
    # The example gives the table Customer one column for the full name. Change what differs, take away what you do
    # not need (backfill, switch and contract may be left out), then run `migratectl check` on this folder.

    name: "\(name)"
    description: Customers get one column for their full name
    owner: your-team
    # A group of databases in the daemon's configuration.
    targets: shop
    # The schema version that the database offers once expand is complete; applications state the one they require.
    schemaVersion: 2

    # Adds, and takes nothing away: the release that runs now must not notice.
    expand:
      sql: expand.sql
      rollback: expand.rollback.sql
      # Each query gives one true value, or the phase is not complete.
      verify:
        - name: the column is there
          sql: SELECT count(*) = 1 FROM pragma_table_info('Customer') WHERE name = 'full_name'

    # Writes the rows that were there before, in small batches that yield to the application.
    backfill:
      update:
        table: Customer
        set:
          full_name: FirstName || ' ' || LastName
        # Must no longer hold for a row that was written.
        where: full_name IS NULL
      # Rows still to be written; the backfill is complete at 0.
      remaining: SELECT count(*) FROM Customer WHERE full_name IS NULL

    # Brings the release that uses the new schema, and back the one before it.
    switch:
      deploy: { command: [/opt/shop/deploy, v2], directory: /opt/shop, timeout: 10m }
      rollback: { command: [/opt/shop/deploy, v1], directory: /opt/shop, timeout: 10m }
      health: { url: "http://127.0.0.1:8080/health", timeout: 5s, for: 30s }

    # Takes away what nobody uses any more, after the waiting period. There is no way back from here but a restore.
    contract:
      after: 14d
      sql: contract.sql
      verify:
        - name: the old columns are gone
          sql: SELECT count(*) = 0 FROM pragma_table_info('Customer') WHERE name IN ('FirstName', 'LastName')

    # Phases that a timer may start on its own, such as [backfill]. None unless they are named here.
    automatic: []

    """
  }

  private static let scaffoldExpand = """
    -- Only what the running release does not notice: new tables, new columns that may be NULL or have a default,
    -- indexes, triggers that keep new columns in step. All of it runs in one transaction.
    ALTER TABLE Customer ADD COLUMN full_name TEXT;

    -- Rows that the running release writes from now on.
    CREATE TRIGGER customer_full_name_insert AFTER INSERT ON Customer
    WHEN NEW.full_name IS NULL
    BEGIN
      UPDATE Customer SET full_name = NEW.FirstName || ' ' || NEW.LastName WHERE rowid = NEW.rowid;
    END;

    CREATE TRIGGER customer_full_name_update AFTER UPDATE OF FirstName, LastName ON Customer
    BEGIN
      UPDATE Customer SET full_name = NEW.FirstName || ' ' || NEW.LastName WHERE rowid = NEW.rowid;
    END;

    """

  private static let scaffoldRollback = """
    -- Takes back exactly what expand.sql added, last thing first.
    DROP TRIGGER customer_full_name_update;
    DROP TRIGGER customer_full_name_insert;
    ALTER TABLE Customer DROP COLUMN full_name;

    """

  private static let scaffoldContract = """
    -- Say here why nobody needs the old columns any more, such as: every release since v2 reads full_name.
    -- contract-phase-ok: <why nobody needs what is taken away here>
    DROP TRIGGER customer_full_name_update;
    DROP TRIGGER customer_full_name_insert;
    ALTER TABLE Customer DROP COLUMN FirstName;
    ALTER TABLE Customer DROP COLUMN LastName;

    """
}
