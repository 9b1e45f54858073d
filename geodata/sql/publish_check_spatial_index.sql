-- Spatial indexes that do not agree with their column: a geometry without its box, a box that does not hold its
-- geometry (boxes are rounded outwards), a box too many, a broken tree. rtreecheck proves that each row stands once in
-- the tree; so when as many boxes as there are geometries each hold the geometry of their row, none is missing.
-- Boxes are read in the tree's order, which is the fast one. SpatiaLite's CheckSpatialIndex asks for less and leaks on a
-- file opened read only. Columns: table.
SELECT 'area'
WHERE rtreecheck('idx_area_geometry') <> 'ok'
   OR (SELECT count(*) FROM area) <> (SELECT count(*) FROM idx_area_geometry)
   OR (SELECT count(*) FROM area)
      <> (SELECT count(*)
          FROM idx_area_geometry CROSS JOIN area ON area.id = pkid
          WHERE xmin <= MbrMinX(geometry) AND xmax >= MbrMaxX(geometry)
            AND ymin <= MbrMinY(geometry) AND ymax >= MbrMaxY(geometry))
UNION ALL
SELECT 'place'
WHERE rtreecheck('idx_place_geometry') <> 'ok'
   OR (SELECT count(*) FROM place WHERE geometry IS NOT NULL) <> (SELECT count(*) FROM idx_place_geometry)
   OR (SELECT count(*) FROM place WHERE geometry IS NOT NULL)
      <> (SELECT count(*)
          FROM idx_place_geometry CROSS JOIN place ON place.id = pkid
          WHERE xmin <= MbrMinX(geometry) AND xmax >= MbrMaxX(geometry)
            AND ymin <= MbrMinY(geometry) AND ymax >= MbrMaxY(geometry))
UNION ALL
SELECT 'zone'
WHERE rtreecheck('idx_zone_geometry') <> 'ok'
   OR (SELECT count(*) FROM zone) <> (SELECT count(*) FROM idx_zone_geometry)
   OR (SELECT count(*) FROM zone)
      <> (SELECT count(*)
          FROM idx_zone_geometry CROSS JOIN zone ON zone.id = pkid
          WHERE xmin <= MbrMinX(geometry) AND xmax >= MbrMaxX(geometry)
            AND ymin <= MbrMinY(geometry) AND ymax >= MbrMaxY(geometry));
