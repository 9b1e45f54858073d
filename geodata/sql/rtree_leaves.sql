-- Which leaf holds each row. {table}: see rtree_pack.h. Columns: row, node.
SELECT rowid, nodeno FROM main.idx_{table}_geometry_rowid ORDER BY rowid;
