-- Records of several sources that have one identity.
-- Columns: key, record, source, folded_address, postcode, citycode, is its point a door's, lon, lat.
SELECT identity, id, source, folded_address, postcode, citycode, method IN ('source', 'geocoded'), ST_X(geometry),
       ST_Y(geometry)
FROM workspace.record
WHERE corrects = 0
  AND identity IN (SELECT identity FROM workspace.record GROUP BY identity HAVING count(*) > 1)
ORDER BY identity, id;
