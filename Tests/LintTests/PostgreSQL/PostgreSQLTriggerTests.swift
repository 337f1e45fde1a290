import MigrationLint
import Testing

@Suite struct PostgreSQLTriggerTests {
  private func trigger(_ body: String, timing: String = "BEFORE") -> [String] {
    Pg.expand(
      """
      ALTER TABLE customer ADD COLUMN full_name text;
      CREATE TABLE seen (id int);
      CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        \(body)
      END $$;
      CREATE TRIGGER fill \(timing) INSERT OR UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION fill();
      """
    ).rules
  }

  @Test(arguments: [
    "NEW.full_name := NEW.first || ' ' || NEW.last; RETURN NEW;",
    "IF NEW.full_name IS NULL THEN NEW.full_name = NEW.first; END IF; RETURN NEW;",
    "INSERT INTO seen VALUES (NEW.id); DELETE FROM seen WHERE id < 3; RETURN NEW;",
    "UPDATE customer SET full_name = NEW.first WHERE id = NEW.id; RETURN NEW;", "RAISE NOTICE 'x'; RETURN NEW;",
  ])
  func `A trigger that writes what the plan makes is right`(body: String) { #expect(trigger(body) == []) }

  @Test(arguments: [
    ("NEW.first := upper(NEW.first); RETURN NEW;", "trigger-writes"),
    ("DELETE FROM orders; RETURN NEW;", "trigger-writes"), ("TRUNCATE orders; RETURN NEW;", "trigger-writes"),
    ("UPDATE orders SET total = 0; RETURN NEW;", "trigger-writes"),
    ("INSERT INTO orders VALUES (1) ON CONFLICT (id) DO UPDATE SET total = 0; RETURN NEW;", "trigger-writes"),
    ("RETURN NULL;", "trigger-raises"), ("RAISE EXCEPTION 'no'; RETURN NEW;", "trigger-raises"),
    ("EXECUTE 'DROP TABLE ' || TG_TABLE_NAME; RETURN NEW;", "not-analysable"),
  ])
  func `One that changes, refuses or drops what the running release writes is refused`(body: String, rule: String) {
    #expect(trigger(body) == [rule])
  }

  @Test func `After a write RETURN NULL means nothing`() { #expect(trigger("RETURN NULL;", timing: "AFTER") == []) }

  @Test func `A trigger whose function is not in the script is refused, but on the plan's own table`() {
    let call = "FOR EACH ROW EXECUTE FUNCTION whatever();"
    #expect(Pg.expand("CREATE TRIGGER t BEFORE INSERT ON customer \(call)").rules == ["not-analysable"])
    #expect(Pg.expand("CREATE TABLE n (a int); CREATE TRIGGER t BEFORE INSERT ON n \(call)").rules == [])
  }
}
