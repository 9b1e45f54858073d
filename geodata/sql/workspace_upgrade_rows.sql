-- What a record of version 1 says that version 2 compares.
-- Columns: id, identity, is it a person, folded_name, address.
SELECT id, identity, kind = 'professional', folded_name, address FROM record ORDER BY id;
