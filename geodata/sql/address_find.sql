-- Streets and places whose words answer a full-text question, the most important first.
-- :words FTS5 expression over street_word · :limit rows at most
-- -> id, kind, name, words, commune, postcode, key, importance, lon, lat, numbers (see addresses.sql)
SELECT s.id, s.kind, s.name, s.words, s.commune, s.postcode, s.key, s.importance, s.lon, s.lat, s.numbers
FROM street_word AS w CROSS JOIN street AS s ON s.id = w.rowid
WHERE w.street_word MATCH :words
ORDER BY w.rowid
LIMIT :limit
