/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes in degrees, by how near they can be. */
#include "geometry/tree.h"

#include <math.h>

/* WGS 84. Along a meridian a radian is nowhere shorter than a (1 - e2), where it crosses the
 * equator, nor longer than a / sqrt(1 - e2), at the poles; a parallel's radius is at least
 * a cos(lat) and at most a. Rounded to the safe side. */
#define MERIDIAN_LEAST_M 6335439.0
#define MERIDIAN_MOST_M 6399594.0
#define EQUATOR_M 6378137.0

#define UNIT (M_PI / 180.0 / GEO_GRID) /* of the grid, in radians */
#define TURN INT64_C(3600000000)       /* once round, in units */
#define ROUNDED_M 0.02                 /* the origin is moved onto the grid: 0.008 m at most */

/* A way that never leaves the band of latitudes within `most_m` of the origin's is nowhere
 * stretched less than a plane whose unit of longitude is that of the band's edge nearest to a pole.
 * A way that leaves the band is longer than most_m. */
struct band {
    double most_m;
    double lon_m; /* metres in a unit of longitude, at least */
};
#define BANDS 4

struct reach {
    const struct box_search *search;
    const struct box_tree *tree;
    struct grid_point from;
    struct band bands[BANDS];
};

static void set_bands(struct reach *reach)
{
    static const double most_m[BANDS] = {10e3, 50e3, 250e3, 1000e3};
    double lat = fabs(reach->search->origin->point.lat) * (M_PI / 180.0);
    for (unsigned i = 0; i < BANDS; i++) {
        double edge = lat + most_m[i] / MERIDIAN_LEAST_M;
        double lon_m = edge < M_PI / 2.0 ? EQUATOR_M * cos(edge) * UNIT : 0;
        reach->bands[i] = (struct band){most_m[i], lon_m};
    }
}

/* Units from `at` to the nearer end, whichever way round; 0 between them. */
static double lon_gap(int32_t low, int32_t high, int32_t at)
{
    if (at >= low && at <= high) return 0;
    int64_t east = (int64_t)low - at, west = (int64_t)at - high;
    if (east < 0) east += TURN;
    if (west < 0) west += TURN;
    return (double)(east < west ? east : west);
}

static double lat_gap(int32_t low, int32_t high, int32_t at)
{
    if (at < low) return (double)low - at;
    return at > high ? (double)at - high : 0;
}

/* Half the world away the bands say too little: the way to the middle of the box, less the way from
 * there to its farthest corner, first along the meridian, then along the parallel. */
static double far_m(const struct geo_origin *origin, const struct grid_box *box)
{
    double lon = ((double)box->low.lon + box->high.lon) / 2;
    double lat = ((double)box->low.lat + box->high.lat) / 2;
    double to_corner_m =
        (box->high.lon - lon) * UNIT * EQUATOR_M + (box->high.lat - lat) * UNIT * MERIDIAN_MOST_M;
    struct point middle = {lon / GEO_GRID, lat / GEO_GRID};
    return geo_distance_from(origin, middle) - to_corner_m;
}

/* No place of the box is nearer than that. A box beyond a narrow band may lie within a wider one,
 * but no nearer than the narrow one's edge. */
static double box_least_m(const struct reach *reach, const struct grid_box *box)
{
    double north = lat_gap(box->low.lat, box->high.lat, reach->from.lat);
    double east = lon_gap(box->low.lon, box->high.lon, reach->from.lon);
    double north_m = north * UNIT * MERIDIAN_LEAST_M, least_m = north_m;
    for (unsigned i = 0; i < BANDS; i++) {
        const struct band *band = &reach->bands[i];
        double east_m = east * band->lon_m, flat_m = sqrt(north_m * north_m + east_m * east_m);
        if (flat_m <= band->most_m) return fmax(least_m, flat_m) - ROUNDED_M;
        least_m = fmax(least_m, band->most_m);
    }
    return fmax(least_m, far_m(reach->search->origin, box)) - ROUNDED_M;
}

/* What waits to be looked at, the nearest first. */
struct waiting {
    double least_m;
    uint32_t index;
    uint32_t above; /* 0: an item; else the level of a box, and 1 */
};
#define WAITING_ROOM 512

struct queue {
    struct waiting entries[WAITING_ROOM]; /* a heap */
    unsigned count;
};

static void push(struct queue *queue, struct waiting entry)
{
    struct waiting *heap = queue->entries;
    unsigned at = queue->count++;
    for (; at > 0 && entry.least_m < heap[(at - 1) / 2].least_m; at = (at - 1) / 2)
        heap[at] = heap[(at - 1) / 2];
    heap[at] = entry;
}

static struct waiting pop(struct queue *queue)
{
    struct waiting *heap = queue->entries;
    struct waiting first = heap[0], last = heap[--queue->count];
    unsigned at = 0;
    for (unsigned child = 1; child < queue->count; child = 2 * at + 1) {
        if (child + 1 < queue->count && heap[child + 1].least_m < heap[child].least_m) child++;
        if (heap[child].least_m >= last.least_m) break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = last;
    return first;
}

/* Where no more can wait, a box is gone through at once. */
static bool go_through(const struct reach *reach, unsigned level, uint32_t box)
{
    const struct box_search *search = reach->search;
    struct tree_run run = tree_run(&reach->tree->levels, reach->tree->count, level, box);
    for (uint32_t i = run.first; i < run.end; i++) {
        struct grid_box below = box_tree_box(reach->tree, level, i);
        if (box_least_m(reach, &below) > *search->limit_m) continue;
        bool go_on = level == 0 ? search->meet(search->context, box_tree_id(reach->tree, i))
                                : go_through(reach, level - 1, i);
        if (!go_on) return false;
    }
    return true;
}

static bool open_box(const struct reach *reach, struct queue *queue, unsigned level, uint32_t box)
{
    struct tree_run run = tree_run(&reach->tree->levels, reach->tree->count, level, box);
    if (queue->count + TREE_FANOUT > WAITING_ROOM) return go_through(reach, level, box);
    for (uint32_t i = run.first; i < run.end; i++) {
        struct grid_box below = box_tree_box(reach->tree, level, i);
        double least_m = box_least_m(reach, &below);
        if (least_m <= *reach->search->limit_m) push(queue, (struct waiting){least_m, i, level});
    }
    return true;
}

void box_tree_search(const struct box_tree *tree, const struct box_search *search)
{
    struct reach reach = {.search = search, .tree = tree, .from = grid_of(search->origin->point)};
    struct queue queue;
    bool go_on = tree->count > 0;
    queue.count = 0;
    if (!go_on) return;
    set_bands(&reach);
    go_on = open_box(&reach, &queue, tree->levels.count - 1, 0);
    while (go_on && queue.count > 0 && queue.entries[0].least_m <= *search->limit_m) {
        struct waiting next = pop(&queue);
        go_on = next.above == 0 ? search->meet(search->context, box_tree_id(tree, next.index))
                                : open_box(&reach, &queue, next.above - 1, next.index);
    }
}
