/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RTREE_PACK_H
#define RTREE_PACK_H

#include "geometry/geometry_blob.h"
#include "store/database.h"

/** Writes the spatial index of a whole table at once.
 *
 *  SpatiaLite's index of `place.geometry` is SQLite's R*Tree `idx_place_geometry`, and a tree lives
 *  in three plain tables (SQLite's documentation of the R*Tree module, "Shadow Tables"):
 *
 *      idx_place_geometry_node    nodeno, data
 *      idx_place_geometry_rowid   rowid of place -> its leaf
 *      idx_place_geometry_parent  node -> the node above it; the root has none
 *
 *  Node 1 is the root. All nodes have the same length, which SQLite chose when it made the empty
 *  tree; numbers are big endian:
 *
 *      0   depth of the tree, 2 bytes: 0 when the root is a leaf; only the root tells
 *      2   cells in use, 2 bytes
 *      4   cells of 24 bytes: rowid (in a leaf) or node below, 8 bytes; xmin, xmax, ymin, ymax,
 *          4 bytes each, floats rounded outwards, so that a box never loses its geometry
 *
 *  SQLite inserts rows one by one: it walks down, splits and reinserts. Here all boxes are sorted
 *  along a Hilbert curve, leaves are filled in that order and the nodes above them in turn; the
 *  root gets the number 1, those below follow level by level. The tree that comes out is what
 *  rtreecheck, SpatiaLite and GDAL read and what SQLite may change later; it is only fuller. */

#define RTREE_HEAD_LENGTH 4
#define RTREE_CELL_LENGTH 24
#define RTREE_LEVELS_MAX 16 /* six of the usual 51 cells hold all rows there could be */
#define RTREE_ROOT 1

/** Of a cell. */
struct float_box {
    float low_x, high_x, low_y, high_y;
};

/** Fills the index of `table`, whose columns are `id` and `geometry`; the index exists and is
 * empty. STATUS_FAILED (logged): a geometry is not of this type in WGS 84. */
enum status rtree_pack(struct database *database, const char *table, enum blob_type type);

/** Prepares a query for this table: its name stands as {table} in `sql`. */
enum status rtree_prepare(struct database *database, const char *table, const char *name,
                          const char *sql, struct statement **out);

#endif
