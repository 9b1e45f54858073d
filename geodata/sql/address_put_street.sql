-- :id :kind :name :words :commune :postcode :key :importance :lon :lat :numbers (see addresses.sql)
INSERT INTO street (id, kind, name, words, commune, postcode, key, importance, lon, lat, numbers)
VALUES (:id, :kind, :name, :words, :commune, :postcode, :key, :importance, :lon, :lat, :numbers)
