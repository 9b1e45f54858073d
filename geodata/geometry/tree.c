/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geometry/tree.h"

#include "base/lines.h"

#include <stdlib.h>
#include <string.h>

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
    struct tree_run run = tree_run(&tree->levels, tree->count, level, at);
    struct earth_box box = {{INT32_MAX, INT32_MAX, INT32_MAX}, {INT32_MIN, INT32_MIN, INT32_MIN}};
    for (uint32_t i = run.first; i < run.end; i++) {
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

/* Differences of coordinates fit 32 bits, see earth_distance2. */
static int32_t gap(int32_t low, int32_t high, int32_t at)
{
    int32_t below = low - at, above = at - high;
    int32_t most = below > above ? below : above;
    return most > 0 ? most : 0;
}

double earth_box_distance2(const struct earth_box *box, struct earth_point from)
{
    double x = gap(box->low.x, box->high.x, from.x), y = gap(box->low.y, box->high.y, from.y),
           z = gap(box->low.z, box->high.z, from.z);
    return x * x + y * y + z * z;
}

static int32_t reach(int32_t low, int32_t high, int32_t at)
{
    int32_t below = at - low, above = high - at;
    return below > above ? below : above;
}

double earth_box_farthest2(const struct earth_box *box, struct earth_point from)
{
    double x = reach(box->low.x, box->high.x, from.x), y = reach(box->low.y, box->high.y, from.y),
           z = reach(box->low.z, box->high.z, from.z);
    return x * x + y * y + z * z;
}

static void stretch_grid(struct grid_box *box, const struct grid_box *with)
{
    if (with->low.lon < box->low.lon) box->low.lon = with->low.lon;
    if (with->low.lat < box->low.lat) box->low.lat = with->low.lat;
    if (with->high.lon > box->high.lon) box->high.lon = with->high.lon;
    if (with->high.lat > box->high.lat) box->high.lat = with->high.lat;
}

static struct grid_box grid_box_over(const struct box_tree *tree, unsigned level, uint32_t at,
                                     const struct grid_box *items)
{
    struct tree_run run = tree_run(&tree->levels, tree->count, level, at);
    struct grid_box box = {{INT32_MAX, INT32_MAX}, {INT32_MIN, INT32_MIN}};
    const struct grid_box *boxes = level == 0 ? NULL : tree->boxes + tree->levels.start[level - 1];
    for (uint32_t i = run.first; i < run.end; i++)
        stretch_grid(&box, level == 0 ? &items[box_tree_id(tree, i)] : &boxes[i]);
    return box;
}

/* In 255ths of the way from low to high, the lower whole number: of what lies further the number is
 * never less, so what a box holds it also holds in such parts. */
#define PARTS 255

static uint8_t part_of(int32_t low, int32_t high, int32_t at)
{
    int64_t width = (int64_t)high - low;
    if (width == 0) return 0;
    return (uint8_t)(((int64_t)at - low) * PARTS / width);
}

/* What has that part lies from here on, and before where the next part begins. */
static int32_t part_begins(int32_t low, int32_t high, int part)
{
    int64_t width = (int64_t)high - low, at = low + width * part / PARTS;
    return at < high ? (int32_t)at : high;
}

static void fill_leaf(const struct box_tree *tree, uint32_t at, const struct grid_box *items)
{
    const struct grid_box *box = &tree->boxes[at];
    struct box_leaf *leaf = &tree->leaves[at];
    struct tree_run run = tree_run(&tree->levels, tree->count, 0, at);
    memset(leaf->west, PARTS, sizeof leaf->west);
    for (uint32_t i = run.first; i < run.end; i++) {
        const struct grid_box *item = &items[box_tree_id(tree, i)];
        leaf->west[i - run.first] = part_of(box->low.lon, box->high.lon, item->low.lon);
        leaf->east[i - run.first] = part_of(box->low.lon, box->high.lon, item->high.lon);
        leaf->south[i - run.first] = part_of(box->low.lat, box->high.lat, item->low.lat);
        leaf->north[i - run.first] = part_of(box->low.lat, box->high.lat, item->high.lat);
    }
}

bool box_tree_build(struct box_tree *tree, const uint32_t *ids, uint32_t count,
                    const struct grid_box *items)
{
    *tree = (struct box_tree){.ids = ids, .count = count};
    if (count == 0) return true;
    tree->levels = levels_over(count);
    tree->boxes = calloc(tree->levels.total, sizeof *tree->boxes);
    tree->leaves = lines_new(tree->levels.boxes[0], sizeof *tree->leaves);
    if (tree->boxes == NULL || tree->leaves == NULL) return false;
    for (unsigned level = 0; level < tree->levels.count; level++) {
        for (uint32_t i = 0; i < tree->levels.boxes[level]; i++)
            tree->boxes[tree->levels.start[level] + i] = grid_box_over(tree, level, i, items);
    }
    for (uint32_t i = 0; i < tree->levels.boxes[0]; i++) fill_leaf(tree, i, items);
    return true;
}

void box_tree_free(struct box_tree *tree)
{
    free(tree->boxes);
    free(tree->leaves);
    *tree = (struct box_tree){0};
}

struct grid_box box_tree_box(const struct box_tree *tree, unsigned level, uint32_t at)
{
    if (level > 0) return tree->boxes[tree->levels.start[level - 1] + at];
    const struct box_leaf *leaf = &tree->leaves[at / TREE_FANOUT];
    const struct grid_box *box = &tree->boxes[at / TREE_FANOUT];
    struct grid_point low = box->low, high = box->high;
    uint32_t i = at % TREE_FANOUT;
    return (struct grid_box){.low = {.lon = part_begins(low.lon, high.lon, leaf->west[i]),
                                     .lat = part_begins(low.lat, high.lat, leaf->south[i])},
                             .high = {.lon = part_begins(low.lon, high.lon, leaf->east[i] + 1),
                                      .lat = part_begins(low.lat, high.lat, leaf->north[i] + 1)}};
}

static bool holds(const struct grid_box *box, struct grid_point point)
{
    return point.lon >= box->low.lon && point.lon <= box->high.lon && point.lat >= box->low.lat &&
           point.lat <= box->high.lat;
}

/* A bit for each item of a leaf, whose box holds the point. */
static unsigned held_in_leaf(const struct box_tree *tree, uint32_t at, struct grid_point point)
{
    const struct grid_box *box = &tree->boxes[at];
    const struct box_leaf *leaf = &tree->leaves[at];
    unsigned lon = part_of(box->low.lon, box->high.lon, point.lon), held = 0;
    unsigned lat = part_of(box->low.lat, box->high.lat, point.lat);
    for (unsigned i = 0; i < TREE_FANOUT; i++) {
        bool is_held = (lon >= leaf->west[i]) & (lon <= leaf->east[i]) & (lat >= leaf->south[i]) &
                       (lat <= leaf->north[i]);
        held |= (unsigned)is_held << i;
    }
    return held;
}

/* What a box holds that holds the point; it is set on its way, all at once. */
static unsigned held_in_box(const struct box_tree *tree, unsigned level, struct tree_run run,
                            struct grid_point point)
{
    const struct grid_box *boxes = tree->boxes + tree->levels.start[level - 1];
    unsigned held = 0;
    for (uint32_t i = run.first; i < run.end; i++) {
        if (!holds(&boxes[i], point)) continue;
        held |= 1u << (i - run.first);
        if (level > 1) continue;
        lines_soon(&tree->leaves[i], sizeof *tree->leaves);
        if (tree->ids != NULL) lines_soon(&tree->ids[i * TREE_FANOUT], LINE_BYTES);
    }
    return held;
}

/* The box `at` of `level` holds the point. */
static bool stab(const struct box_tree *tree, unsigned level, uint32_t at, struct grid_point point,
                 box_tree_visitor *meet, void *context)
{
    struct tree_run run = tree_run(&tree->levels, tree->count, level, at);
    unsigned held =
        level == 0 ? held_in_leaf(tree, at, point) : held_in_box(tree, level, run, point);
    for (; held != 0; held &= held - 1) {
        uint32_t i = run.first + (uint32_t)__builtin_ctz(held);
        bool go_on = level == 0 ? meet(context, box_tree_id(tree, i))
                                : stab(tree, level - 1, i, point, meet, context);
        if (!go_on) return false;
    }
    return true;
}

void box_tree_stab(const struct box_tree *tree, struct grid_point point, box_tree_visitor *meet,
                   void *context)
{
    if (tree->count == 0) return;
    unsigned top = tree->levels.count - 1;
    if (holds(&tree->boxes[tree->levels.start[top]], point))
        stab(tree, top, 0, point, meet, context);
}

uint64_t hilbert_key(struct grid_point point)
{
    uint32_t x = (uint32_t)((int64_t)point.lon + 1800000000);
    uint32_t y = (uint32_t)((int64_t)point.lat + 900000000);
    uint64_t key = 0;
    for (unsigned bit = 32; bit-- > 0;) { /* without a branch: none could be foreseen */
        uint32_t right = x >> bit & 1, up = y >> bit & 1;
        key = key << 2 | ((3 * right) ^ up);
        uint32_t mirrored = 0 - (right & ~up & 1), turned = (x ^ y) & (0 - (up ^ 1));
        x ^= mirrored ^ turned;
        y ^= mirrored ^ turned;
    }
    return key;
}
