-- :id :citycode :name :city :district :postcodes :numbers :lon :lat (see addresses.sql)
INSERT INTO commune (id, citycode, name, city, district, postcodes, numbers, lon, lat)
VALUES (:id, :citycode, :name, :city, :district, :postcodes, :numbers, :lon, :lat)
