-- The commune that holds a point, the last told when there are several: the index narrows to boxes, the polygon decides.
-- Sorting would open a table for each question. Parameters: :lon :lat. Columns: code, turn of its source.
SELECT area.code, max(source.turn)
FROM idx_area_geometry
CROSS JOIN area ON area.id = pkid
JOIN source ON source.id = area.source
WHERE xmin <= :lon AND xmax >= :lon AND ymin <= :lat AND ymax >= :lat
  AND area.kind = 'commune' AND area.code IS NOT NULL
  AND ST_Covers(area.geometry, MakePoint(:lon, :lat, 4326)) = 1
HAVING max(source.turn) IS NOT NULL;
