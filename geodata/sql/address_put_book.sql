-- :source_name :source_date :sha256 :streets :numbers :places :communes (see addresses.sql)
INSERT INTO book (id, source_name, source_date, sha256, streets, numbers, places, communes)
VALUES (1, :source_name, :source_date, :sha256, :streets, :numbers, :places, :communes)
