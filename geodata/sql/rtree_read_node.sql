-- A node of a spatial index. {table}: see rtree_pack.h. Parameters: :node. Columns: data.
SELECT data FROM main.idx_{table}_geometry_node WHERE nodeno = :node;
