-- Streets whose numbers may lie in a box, the most important first. R*Tree boxes are rounded outwards: none is missed.
-- :west :east :south :north degrees · :limit rows at most
-- -> id, kind, name, words, commune, postcode, key, importance, lon, lat, numbers (see addresses.sql)
SELECT s.id, s.kind, s.name, s.words, s.commune, s.postcode, s.key, s.importance, s.lon, s.lat, s.numbers
FROM street_box AS b CROSS JOIN street AS s ON s.id = b.id
WHERE b.west <= :east AND b.east >= :west AND b.south <= :north AND b.north >= :south
ORDER BY s.id
LIMIT :limit
