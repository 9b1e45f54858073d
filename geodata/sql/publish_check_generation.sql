-- Columns: version of the schema, number of the generation, its geometry columns with a spatial index.
SELECT (SELECT user_version FROM pragma_user_version),
       (SELECT number FROM generation),
       (SELECT count(*) FROM geometry_columns WHERE spatial_index_enabled = 1);
