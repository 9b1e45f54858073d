-- Records of several sources that have one identity.
-- Columns: key, record, source, folded_address, postcode, citycode, is its point a door's, lon, lat.
SELECT record.identity, id, source, folded_address, postcode, citycode, method IN ('source', 'geocoded'), ST_X(geometry),
       ST_Y(geometry)
FROM (SELECT identity FROM workspace.record GROUP BY identity HAVING count(*) > 1) AS shared
CROSS JOIN workspace.record ON record.identity = shared.identity
WHERE corrects = 0
ORDER BY record.identity, id;
