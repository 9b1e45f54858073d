-- What a session of version 3 says that version 4 compares. Columns: id, folded_structure.
SELECT id, folded_structure FROM session ORDER BY id;
