-- A node of a spatial index, the empty root's place taken. {table}: see rtree_pack.h. Parameters: :node :data
INSERT OR REPLACE INTO main.idx_{table}_geometry_node (nodeno, data) VALUES (:node, :data);
