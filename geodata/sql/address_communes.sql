-- All communes, in order of their number. -> id, citycode, name, city, district, postcodes, numbers, lon, lat
SELECT id, citycode, name, city, district, postcodes, numbers, lon, lat FROM commune ORDER BY id
