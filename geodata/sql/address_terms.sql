-- A view of the index's words, kept out of the file.
CREATE VIRTUAL TABLE temp.street_word_terms USING fts5vocab (main, street_word, row);
