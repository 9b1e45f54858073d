-- Brings a workspace of version 3 to version 4: records are found by name_key alone, which is folded_name or made of it.
-- What is told of persons' names is filled in afterwards, row by row, by the program.
DROP INDEX IF EXISTS record_folded_name;
ALTER TABLE session ADD COLUMN person_key TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 4;
