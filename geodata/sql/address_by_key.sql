-- Streets and places of one key, case aside; several where the source gives no code of its own. :key street.key
-- -> id, kind, name, words, commune, postcode, key, importance, lon, lat, numbers (see addresses.sql)
SELECT id, kind, name, words, commune, postcode, key, importance, lon, lat, numbers FROM street WHERE key = :key COLLATE NOCASE
