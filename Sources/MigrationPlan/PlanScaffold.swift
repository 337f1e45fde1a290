import MigrationPhases

extension Plan {
  /// A plan to begin with: complete, commented, and right as it stands, so that changing it is all there is to do.
  /// - Throws: `PlanError.findings` where `name` cannot be a plan's name.
  public static func scaffold(name: String, engine: DatabaseEngine = .sqlite) throws(PlanError) -> PlanFiles {
    let words = ScaffoldWords(engine)
    let files = PlanFiles([
      PlanFile(path: fileName, text: scaffoldDescription(name, words)),
      PlanFile(path: "expand.sql", text: words.expand),
      PlanFile(path: "expand.rollback.sql", text: words.rollback),
      PlanFile(path: "contract.sql", text: words.contract),
    ])
    _ = try read(files)
    return files
  }

  private static func scaffoldDescription(_ name: String, _ words: ScaffoldWords) -> String {
    """
    # A migration for migrated: expand, backfill, switch, wait, contract.
    # The example gives the table \(words.table) one column for the full name. Change what differs, take away what you do
    # not need (backfill, switch and contract may be left out), then run `migratectl check` on this folder.

    name: "\(name)"
    description: Customers get one column for their full name
    owner: your-team
    # A group of databases in the daemon's configuration.
    targets: shop\(words.engineLine)
    # The schema version that the database offers once expand is complete; applications state the one they require.
    schemaVersion: 2

    # Adds, and takes nothing away: the release that runs now must not notice.
    expand:
      sql: expand.sql
      rollback: expand.rollback.sql
      # Each query gives one true value, or the phase is not complete.
      verify:
        - name: the column is there
          sql: \(words.isThere)

    # Writes the rows that were there before, in small batches that yield to the application.
    backfill:
      update:
        table: \(words.table)
        set:
          full_name: \(words.first) || ' ' || \(words.last)
        # Must no longer hold for a row that was written.
        where: full_name IS NULL
      # Rows still to be written; the backfill is complete at 0.
      remaining: SELECT count(*) FROM \(words.table) WHERE full_name IS NULL

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
          sql: \(words.areGone)

    # Phases that a timer may start on its own, such as [backfill]. None unless they are named here.
    automatic: []

    """
  }
}
