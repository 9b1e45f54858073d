-- :remainder :words (see addresses.sql)
INSERT INTO spelling (remainder, words) VALUES (:remainder, :words)
