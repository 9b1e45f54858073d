-- Registers the geometry columns; areas get a spatial index.
-- Result: 1 when all was done.
SELECT RecoverGeometryColumn('area', 'geometry', 4326, 'MULTIPOLYGON', 'XY')
   AND RecoverGeometryColumn('record', 'geometry', 4326, 'POINT', 'XY')
   AND RecoverGeometryColumn('record_zone', 'geometry', 4326, 'MULTIPOLYGON', 'XY')
   AND CreateSpatialIndex('area', 'geometry');
