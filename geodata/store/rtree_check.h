/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RTREE_CHECK_H
#define RTREE_CHECK_H

#include "geometry/geometry_blob.h"
#include "store/database.h"

/** Whether the spatial index of `table` (rtree_pack.h says how it lies in the file) is right:
 *
 *  - from the root every node is met once, with the parent that the table of parents gives it, and
 *    no other node exists;
 *  - the box of each cell is one, and lies in the box of the cell above it;
 *  - each row of `table` that has a geometry stands in one cell, no other row does, and the table
 *    of rows names the leaf of that cell;
 *  - the geometry is of `type` in WGS 84 and its box lies in that of its cell.
 *
 *  It finds what rtreecheck finds and what a comparison of all boxes does, reading each table once,
 *  in its order, where these look up every row: a quarter of the time. A missing table or a damaged
 *  page is STATUS_FAILED (logged). */
enum status rtree_check(struct database *database, const char *table, enum blob_type type,
                        bool *sound);

#endif
