-- contract-phase-ok: release v2 reads and writes full_name alone, on every instance
DROP TRIGGER customers_full_name_on_update;
DROP TRIGGER customers_full_name_on_insert;
ALTER TABLE customers DROP COLUMN first_name;
ALTER TABLE customers DROP COLUMN last_name;
