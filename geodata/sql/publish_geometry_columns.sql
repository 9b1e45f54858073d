-- Registers the geometry columns and their spatial indexes while all are empty; rtree_pack fills them.
-- Result: 1 when all was done.
SELECT RecoverGeometryColumn('area', 'geometry', 4326, 'MULTIPOLYGON', 'XY')
   AND RecoverGeometryColumn('place', 'geometry', 4326, 'POINT', 'XY')
   AND RecoverGeometryColumn('zone', 'geometry', 4326, 'MULTIPOLYGON', 'XY')
   AND CreateSpatialIndex('area', 'geometry')
   AND CreateSpatialIndex('place', 'geometry')
   AND CreateSpatialIndex('zone', 'geometry');
