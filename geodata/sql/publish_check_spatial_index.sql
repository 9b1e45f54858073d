-- Spatial indexes that do not agree with their column: a geometry without its box, a box that does not hold its
-- geometry (boxes are rounded outwards), a box too many, a broken tree. SpatiaLite's CheckSpatialIndex asks for less and
-- leaks on a file opened read only. Columns: table.
SELECT 'area'
WHERE rtreecheck('idx_area_geometry') <> 'ok'
   OR (SELECT count(*) FROM area) <> (SELECT count(*) FROM idx_area_geometry)
   OR EXISTS (SELECT 1
              FROM area LEFT JOIN idx_area_geometry ON pkid = area.id
              WHERE (xmin <= MbrMinX(geometry) AND xmax >= MbrMaxX(geometry)
                 AND ymin <= MbrMinY(geometry) AND ymax >= MbrMaxY(geometry)) IS NOT TRUE)
UNION ALL
SELECT 'place'
WHERE rtreecheck('idx_place_geometry') <> 'ok'
   OR (SELECT count(*) FROM place WHERE geometry IS NOT NULL) <> (SELECT count(*) FROM idx_place_geometry)
   OR EXISTS (SELECT 1
              FROM place LEFT JOIN idx_place_geometry ON pkid = place.id
              WHERE geometry IS NOT NULL
                AND (xmin <= MbrMinX(geometry) AND xmax >= MbrMaxX(geometry)
                 AND ymin <= MbrMinY(geometry) AND ymax >= MbrMaxY(geometry)) IS NOT TRUE)
UNION ALL
SELECT 'zone'
WHERE rtreecheck('idx_zone_geometry') <> 'ok'
   OR (SELECT count(*) FROM zone) <> (SELECT count(*) FROM idx_zone_geometry)
   OR EXISTS (SELECT 1
              FROM zone LEFT JOIN idx_zone_geometry ON pkid = zone.id
              WHERE (xmin <= MbrMinX(geometry) AND xmax >= MbrMaxX(geometry)
                 AND ymin <= MbrMinY(geometry) AND ymax >= MbrMaxY(geometry)) IS NOT TRUE);
