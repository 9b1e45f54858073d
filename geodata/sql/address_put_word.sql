-- :id :word :streets :sound (see addresses.sql)
INSERT INTO word (id, word, streets, sound) VALUES (:id, :word, :streets, :sound)
