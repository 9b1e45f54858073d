-- What a source says of a resource, for a correction to stand on. Parameters: :identity.
-- Columns: name, kind, address, postcode, city, lon, lat.
SELECT name, kind, address, postcode, city, ST_X(geometry), ST_Y(geometry)
FROM record
WHERE corrects = 0
  AND (identity = :identity OR identity IN (SELECT identity FROM known_as WHERE resource = :identity))
ORDER BY address IS NULL, id
LIMIT 1;
