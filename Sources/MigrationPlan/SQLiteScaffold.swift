/// The scripts of a new plan for SQLite.
enum SQLiteScaffold {
  static let expand = """
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

  static let rollback = """
    -- Takes back exactly what expand.sql added, last thing first.
    DROP TRIGGER customer_full_name_update;
    DROP TRIGGER customer_full_name_insert;
    ALTER TABLE Customer DROP COLUMN full_name;

    """

  static let contract = """
    -- Say here why nobody needs the old columns any more, such as: every release since v2 reads full_name.
    -- contract-phase-ok: <why nobody needs what is taken away here>
    DROP TRIGGER customer_full_name_update;
    DROP TRIGGER customer_full_name_insert;
    ALTER TABLE Customer DROP COLUMN FirstName;
    ALTER TABLE Customer DROP COLUMN LastName;

    """
}
