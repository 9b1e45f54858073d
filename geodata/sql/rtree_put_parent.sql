-- Which node lies above. {table}: see rtree_pack.h. Parameters: :node :parent
INSERT INTO main.idx_{table}_geometry_parent (nodeno, parentnode) VALUES (:node, :parent);
