-- The taxonomy in its order. Columns: code, kind, parent, label_fr, label_en, synonyms.
SELECT code, kind, parent, label_fr, label_en, synonyms FROM skill ORDER BY id;
