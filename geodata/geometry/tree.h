/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TREE_H
#define TREE_H

#include "geodata/geo.h"
#include "geometry/polygon.h"

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

/** What a box of `level` holds: items of level 0, else boxes of the level below, first .. end - 1.
 */
struct tree_run {
    uint32_t first, end;
};
static inline struct tree_run tree_run(const struct tree_levels *levels, uint32_t items,
                                       unsigned level, uint32_t box)
{
    uint32_t below = level == 0 ? items : levels->boxes[level - 1], first = box * TREE_FANOUT;
    return (struct tree_run){first, below - first < TREE_FANOUT ? below : first + TREE_FANOUT};
}

/** What a box holds, nearest first. */
struct tree_order {
    unsigned count;
    struct {
        double least;
        uint32_t item;
    } entries[TREE_FANOUT];
};
static inline void tree_order_add(struct tree_order *order, double least, uint32_t item)
{
    unsigned at = order->count++;
    for (; at > 0 && order->entries[at - 1].least > least; at--)
        order->entries[at] = order->entries[at - 1];
    order->entries[at].least = least;
    order->entries[at].item = item;
}

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

/** Straight lines through the Earth, squared, in square centimetres: from a point to a box (0
 *  inside), to its farthest corner, and to a point. */
double earth_box_distance2(const struct earth_box *box, struct earth_point from);
double earth_box_farthest2(const struct earth_box *box, struct earth_point from);

static inline double earth_distance2(struct earth_point a, struct earth_point b)
{
    /* no two places are farther apart than 2^31 centimetres */
    double x = a.x - b.x, y = a.y - b.y, z = a.z - b.z;
    return x * x + y * y + z * z;
}

/** Such a square, of so many metres. */
static inline double earth_squared(double metres)
{
    return metres < 0 ? -1 : metres * metres * 1e4;
}

/** The boxes of what a box of level 0 holds, in 255ths of that box: a line of memory says which of
 *  them may hold a point. Where there is no item, nothing does. */
struct box_leaf {
    uint8_t west[TREE_FANOUT], south[TREE_FANOUT], east[TREE_FANOUT], north[TREE_FANOUT];
};

/** Boxes: item i is items[ids[i]], or items[i] where ids is NULL. Borrows ids; the items themselves
 *  are not needed afterwards. */
struct box_tree {
    const uint32_t *ids;
    uint32_t count;
    struct tree_levels levels;
    struct grid_box *boxes;
    struct box_leaf *leaves;
};
bool box_tree_build(struct box_tree *tree, const uint32_t *ids, uint32_t count,
                    const struct grid_box *items);
void box_tree_free(struct box_tree *tree);

static inline uint32_t box_tree_id(const struct box_tree *tree, uint32_t item)
{
    return tree->ids == NULL ? item : tree->ids[item];
}

/** No smaller than the box of an item (level 0), or that of what lies under a box of `level`. */
struct grid_box box_tree_box(const struct box_tree *tree, unsigned level, uint32_t at);

/** Calls `meet` with each item whose box holds the point, and with a few that only nearly do, until
 *  it returns false. */
typedef bool box_tree_visitor(void *context, uint32_t item);
void box_tree_stab(const struct box_tree *tree, struct grid_point point, box_tree_visitor *meet,
                   void *context);

/** Calls `meet` with items whose box may be at most `*limit_m` metres from the origin, nearest
 * boxes first, until it returns false. `meet` may lower the limit. */
struct box_search {
    const struct geo_origin *origin;
    const double *limit_m;
    box_tree_visitor *meet;
    void *context;
};
void box_tree_search(const struct box_tree *tree, const struct box_search *search);

/** Position of a point along the Hilbert curve over the whole globe. */
uint64_t hilbert_key(struct grid_point point);

#endif
