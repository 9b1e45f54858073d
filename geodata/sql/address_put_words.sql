-- :id street.id · :words its words, marked ones included
INSERT INTO street_word (rowid, words) VALUES (:id, :words)
