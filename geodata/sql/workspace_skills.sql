-- The community's additions to the taxonomy, in the order they were made.
-- Columns: code, kind, parent, label_fr, label_en, synonyms.
SELECT code, kind, parent, label_fr, label_en, synonyms FROM skill ORDER BY rowid;
