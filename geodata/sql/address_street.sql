-- One street or place. :id street.id
-- -> id, kind, name, words, commune, postcode, key, importance, lon, lat, numbers (see addresses.sql)
SELECT id, kind, name, words, commune, postcode, key, importance, lon, lat, numbers FROM street WHERE id = :id
