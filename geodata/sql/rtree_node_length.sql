-- Bytes of every node of a spatial index: those of its root. {table}: see rtree_pack.h.
SELECT length(data) FROM main.idx_{table}_geometry_node WHERE nodeno = 1;
