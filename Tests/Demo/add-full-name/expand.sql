ALTER TABLE customers ADD COLUMN full_name TEXT;

-- The old release writes two names; these keep the new column in step until contract.
CREATE TRIGGER customers_full_name_on_insert AFTER INSERT ON customers WHEN NEW.full_name IS NULL
BEGIN
  UPDATE customers SET full_name = NEW.first_name || ' ' || NEW.last_name WHERE id = NEW.id;
END;

CREATE TRIGGER customers_full_name_on_update AFTER UPDATE OF first_name, last_name ON customers
BEGIN
  UPDATE customers SET full_name = NEW.first_name || ' ' || NEW.last_name WHERE id = NEW.id;
END;
