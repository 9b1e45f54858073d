-- Makes the file a SpatiaLite one, with the one reference system in use.
-- Result: 1 when both were done.
SELECT InitSpatialMetaData(0, 'NONE') AND InsertEpsgSrid(4326);
