-- Damage that SQLite finds. Columns: words ("ok" when there is none).
SELECT integrity_check FROM pragma_integrity_check;
