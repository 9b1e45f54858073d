-- Which leaf holds a row. {table}: see rtree_pack.h. Parameters: :row :leaf
INSERT INTO main.idx_{table}_geometry_rowid (rowid, nodeno) VALUES (:row, :leaf);
