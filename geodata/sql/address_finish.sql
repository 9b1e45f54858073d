-- Merges the full-text index into one segment, so that a question reads one list a word.
INSERT INTO street_word (street_word) VALUES ('optimize');
