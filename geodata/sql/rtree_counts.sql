-- How much a spatial index holds. {table}: see rtree_pack.h. Columns: nodes, nodes that have one above.
SELECT (SELECT count(*) FROM main.idx_{table}_geometry_node), (SELECT count(*) FROM main.idx_{table}_geometry_parent);
