/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TREE_H
#define TREE_H

#include "geodata/geo.h"
#include "polygon.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Packed static trees: boxes over boxes over items that already lie in a good order (Hilbert), 16
 *  to a box, no pointers. Internal to geodata/. */
#define TREE_FANOUT 16u
#define TREE_LEVELS_MAX 8 /* 16^8 items */

/** Where each level's boxes start; level 0 lies just over the items. */
struct tree_levels {
    unsigned count;
    uint32_t start[TREE_LEVELS_MAX];
    uint32_t boxes[TREE_LEVELS_MAX];
    uint32_t total;
};

struct earth_box {
    struct earth_point low, high;
};

/** Points: item i is resource ids[i], or i itself where ids is NULL. Borrows ids and points. */
struct point_tree {
    const uint32_t *ids;
    const struct earth_point *points; /* of all resources, by resource */
    uint32_t count;
    struct tree_levels levels;
    struct earth_box *boxes;
};
bool point_tree_build(struct point_tree *tree, const uint32_t *ids, uint32_t count,
                      const struct earth_point *points);
void point_tree_free(struct point_tree *tree);

static inline uint32_t point_tree_id(const struct point_tree *tree, uint32_t item)
{
    return tree->ids == NULL ? item : tree->ids[item];
}

/** How many items a box holds. */
uint32_t point_tree_count(const struct point_tree *tree, unsigned level, uint32_t box);

/** Metres of the straight line from a point to a box (0 inside), to its farthest corner, and to a
 *  point. */
double earth_box_distance_m(const struct earth_box *box, struct earth_point from);
double earth_box_farthest_m(const struct earth_box *box, struct earth_point from);
double earth_distance_m(struct earth_point a, struct earth_point b);

/** Boxes: which of them hold a point. */
struct box_tree {
    const struct grid_box *items;
    uint32_t count;
    struct tree_levels levels;
    struct grid_box *boxes;
};
bool box_tree_build(struct box_tree *tree, const struct grid_box *items, uint32_t count);
void box_tree_free(struct box_tree *tree);

/** Calls `visit` with each item whose box holds the point, until it returns false. */
typedef bool box_tree_visitor(void *context, uint32_t item);
void box_tree_stab(const struct box_tree *tree, struct grid_point point, box_tree_visitor *visit,
                   void *context);

/** Position of a point along the Hilbert curve over the whole globe. */
uint64_t hilbert_key(struct grid_point point);

#endif
