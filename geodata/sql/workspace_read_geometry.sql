-- Reads a WKT: its box, whether it is a valid polygon on the 7-decimal grid, why not, and what can be made of it.
-- Parameters: :wkt.
-- Columns: is it a geometry, west, south, east, north, is it of polygons, is it valid, GEOS's reason and place,
-- the MULTIPOLYGON mended where needed (NULL: nothing of it is a polygon).
WITH given (shape) AS MATERIALIZED (SELECT CastToXY(GeomFromText(:wkt, 4326))),
     snapped (shape) AS MATERIALIZED (SELECT SnapToGrid(shape, 0.0000001) FROM given),
     judged (shape, valid) AS MATERIALIZED (
         SELECT shape, shape IS NOT NULL AND ST_IsValid(shape) = 1 FROM snapped)
SELECT given.shape IS NOT NULL, MbrMinX(given.shape), MbrMinY(given.shape), MbrMaxX(given.shape), MbrMaxY(given.shape),
       GeometryType(given.shape) IN ('POLYGON', 'MULTIPOLYGON'),
       judged.valid, ST_IsValidReason(judged.shape),
       CastToMulti(CollectionExtract(CASE WHEN judged.valid THEN judged.shape ELSE ST_MakeValid(judged.shape) END, 3))
FROM given, judged;
