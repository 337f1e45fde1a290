/// The scripts of a new plan for PostgreSQL.
enum PostgreSQLScaffold {
  static let expand = """
    -- Only what the running release does not notice: new tables, new columns that may be NULL or have a default,
    -- indexes built CONCURRENTLY, triggers that keep new columns in step. No statement waits for a lock for long.
    ALTER TABLE customer ADD COLUMN full_name text;

    -- Rows that the running release writes from now on.
    CREATE FUNCTION customer_full_name() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.full_name := NEW.first_name || ' ' || NEW.last_name;
      RETURN NEW;
    END $$;

    CREATE TRIGGER customer_full_name BEFORE INSERT OR UPDATE OF first_name, last_name ON customer
    FOR EACH ROW EXECUTE FUNCTION customer_full_name();

    """

  static let rollback = """
    -- Takes back exactly what expand.sql added, last thing first.
    DROP TRIGGER customer_full_name ON customer;
    DROP FUNCTION customer_full_name();
    ALTER TABLE customer DROP COLUMN full_name;

    """

  static let contract = """
    -- Say here why nobody needs the old columns any more, such as: every release since v2 reads full_name.
    -- contract-phase-ok: <why nobody needs what is taken away here>
    DROP TRIGGER customer_full_name ON customer;
    DROP FUNCTION customer_full_name();
    ALTER TABLE customer DROP COLUMN first_name, DROP COLUMN last_name;

    """
}
