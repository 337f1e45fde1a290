DROP TRIGGER customers_full_name_on_update;
DROP TRIGGER customers_full_name_on_insert;
ALTER TABLE customers DROP COLUMN full_name;
