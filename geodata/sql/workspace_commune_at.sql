-- Communes that hold a point, the last told first: the index narrows to boxes, the polygon decides.
-- Parameters: :lon :lat. Result: code.
SELECT area.code
FROM area JOIN source ON source.id = area.source
WHERE area.kind = 'commune' AND area.code IS NOT NULL
  AND area.id IN (SELECT pkid FROM idx_area_geometry
                  WHERE xmin <= :lon AND xmax >= :lon AND ymin <= :lat AND ymax >= :lat)
  AND ST_Covers(area.geometry, MakePoint(:lon, :lat, 4326)) = 1
ORDER BY source.turn DESC
LIMIT 1;
