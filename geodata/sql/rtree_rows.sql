-- What a spatial index holds, in the table's order. {table}: see rtree_pack.h. Columns: id, geometry.
SELECT id, geometry FROM main.{table} WHERE geometry IS NOT NULL ORDER BY id;
