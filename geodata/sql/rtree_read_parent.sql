-- The node above one. {table}: see rtree_pack.h. Parameters: :node. Columns: node.
SELECT parentnode FROM main.idx_{table}_geometry_parent WHERE nodeno = :node;
