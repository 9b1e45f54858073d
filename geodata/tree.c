/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tree.h"

#include <math.h>
#include <stdlib.h>

static struct tree_levels levels_over(uint32_t items)
{
    struct tree_levels levels = {0};
    uint32_t below = items;
    do {
        uint32_t boxes = (below + TREE_FANOUT - 1) / TREE_FANOUT;
        levels.start[levels.count] = levels.total;
        levels.boxes[levels.count] = boxes;
        levels.total += boxes;
        levels.count++;
        below = boxes;
    } while (below > 1);
    return levels;
}

static uint32_t end_of(uint32_t first, uint32_t count)
{
    return count - first < TREE_FANOUT ? count : first + TREE_FANOUT;
}

static void stretch_earth(struct earth_box *box, const struct earth_box *with)
{
    if (with->low.x < box->low.x) box->low.x = with->low.x;
    if (with->low.y < box->low.y) box->low.y = with->low.y;
    if (with->low.z < box->low.z) box->low.z = with->low.z;
    if (with->high.x > box->high.x) box->high.x = with->high.x;
    if (with->high.y > box->high.y) box->high.y = with->high.y;
    if (with->high.z > box->high.z) box->high.z = with->high.z;
}

static struct earth_box earth_box_over(const struct point_tree *tree, unsigned level, uint32_t at)
{
    uint32_t first = at * TREE_FANOUT;
    uint32_t end = end_of(first, level == 0 ? tree->count : tree->levels.boxes[level - 1]);
    struct earth_box box = {{INT32_MAX, INT32_MAX, INT32_MAX}, {INT32_MIN, INT32_MIN, INT32_MIN}};
    for (uint32_t i = first; i < end; i++) {
        struct earth_box below;
        if (level > 0) {
            below = tree->boxes[tree->levels.start[level - 1] + i];
        } else {
            struct earth_point point = tree->points[point_tree_id(tree, i)];
            below = (struct earth_box){point, point};
        }
        stretch_earth(&box, &below);
    }
    return box;
}

bool point_tree_build(struct point_tree *tree, const uint32_t *ids, uint32_t count,
                      const struct earth_point *points)
{
    *tree = (struct point_tree){.ids = ids, .points = points, .count = count};
    if (count == 0) return true;
    tree->levels = levels_over(count);
    tree->boxes = calloc(tree->levels.total, sizeof *tree->boxes);
    if (tree->boxes == NULL) return false;
    for (unsigned level = 0; level < tree->levels.count; level++) {
        for (uint32_t i = 0; i < tree->levels.boxes[level]; i++) {
            tree->boxes[tree->levels.start[level] + i] = earth_box_over(tree, level, i);
        }
    }
    return true;
}

uint32_t point_tree_count(const struct point_tree *tree, unsigned level, uint32_t box)
{
    uint64_t held = TREE_FANOUT;
    for (unsigned i = 0; i < level; i++) held *= TREE_FANOUT;
    uint64_t first = held * box, left = tree->count - first;
    return (uint32_t)(left < held ? left : held);
}

void point_tree_free(struct point_tree *tree)
{
    free(tree->boxes);
    *tree = (struct point_tree){0};
}

static double gap(int32_t low, int32_t high, int32_t at)
{
    if (at < low) return (double)low - at;
    if (at > high) return (double)at - high;
    return 0;
}

static double length_m(double x, double y, double z)
{
    return sqrt(x * x + y * y + z * z) / 100.0;
}

double earth_box_distance_m(const struct earth_box *box, struct earth_point from)
{
    return length_m(gap(box->low.x, box->high.x, from.x), gap(box->low.y, box->high.y, from.y),
                    gap(box->low.z, box->high.z, from.z));
}

static double reach(int32_t low, int32_t high, int32_t at)
{
    return fmax(fabs((double)at - low), fabs((double)high - at));
}

double earth_box_farthest_m(const struct earth_box *box, struct earth_point from)
{
    return length_m(reach(box->low.x, box->high.x, from.x), reach(box->low.y, box->high.y, from.y),
                    reach(box->low.z, box->high.z, from.z));
}

double earth_distance_m(struct earth_point a, struct earth_point b)
{
    return length_m((double)a.x - b.x, (double)a.y - b.y, (double)a.z - b.z);
}

static void stretch_grid(struct grid_box *box, const struct grid_box *with)
{
    if (with->low.lon < box->low.lon) box->low.lon = with->low.lon;
    if (with->low.lat < box->low.lat) box->low.lat = with->low.lat;
    if (with->high.lon > box->high.lon) box->high.lon = with->high.lon;
    if (with->high.lat > box->high.lat) box->high.lat = with->high.lat;
}

bool box_tree_build(struct box_tree *tree, const struct grid_box *items, uint32_t count)
{
    *tree = (struct box_tree){.items = items, .count = count};
    if (count == 0) return true;
    tree->levels = levels_over(count);
    tree->boxes = calloc(tree->levels.total, sizeof *tree->boxes);
    if (tree->boxes == NULL) return false;
    for (unsigned level = 0; level < tree->levels.count; level++) {
        const struct grid_box *below =
            level == 0 ? items : tree->boxes + tree->levels.start[level - 1];
        uint32_t below_count = level == 0 ? count : tree->levels.boxes[level - 1];
        for (uint32_t i = 0; i < tree->levels.boxes[level]; i++) {
            struct grid_box *box = &tree->boxes[tree->levels.start[level] + i];
            *box = below[i * TREE_FANOUT];
            for (uint32_t k = i * TREE_FANOUT; k < end_of(i * TREE_FANOUT, below_count); k++) {
                stretch_grid(box, &below[k]);
            }
        }
    }
    return true;
}

void box_tree_free(struct box_tree *tree)
{
    free(tree->boxes);
    *tree = (struct box_tree){0};
}

static bool holds(const struct grid_box *box, struct grid_point point)
{
    return point.lon >= box->low.lon && point.lon <= box->high.lon && point.lat >= box->low.lat &&
           point.lat <= box->high.lat;
}

static bool stab(const struct box_tree *tree, unsigned level, uint32_t at, struct grid_point point,
                 box_tree_visitor *visit, void *context)
{
    if (!holds(&tree->boxes[tree->levels.start[level] + at], point)) return true;
    uint32_t first = at * TREE_FANOUT;
    uint32_t end = end_of(first, level == 0 ? tree->count : tree->levels.boxes[level - 1]);
    for (uint32_t i = first; i < end; i++) {
        bool go_on = true;
        if (level > 0) go_on = stab(tree, level - 1, i, point, visit, context);
        if (level == 0 && holds(&tree->items[i], point)) go_on = visit(context, i);
        if (!go_on) return false;
    }
    return true;
}

void box_tree_stab(const struct box_tree *tree, struct grid_point point, box_tree_visitor *visit,
                   void *context)
{
    if (tree->count > 0) stab(tree, tree->levels.count - 1, 0, point, visit, context);
}

uint64_t hilbert_key(struct grid_point point)
{
    uint32_t x = (uint32_t)((int64_t)point.lon + 1800000000);
    uint32_t y = (uint32_t)((int64_t)point.lat + 900000000);
    uint64_t key = 0;
    for (uint32_t side = UINT32_C(1) << 31; side > 0; side >>= 1) {
        uint32_t right = (x & side) != 0, up = (y & side) != 0;
        key = key << 2 | ((3 * right) ^ up);
        if (up) continue;
        if (right) {
            x = ~x;
            y = ~y;
        }
        uint32_t turned = x;
        x = y;
        y = turned;
    }
    return key;
}
