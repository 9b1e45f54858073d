/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEARCH_WALK_H
#define SEARCH_WALK_H

#include "atlas_data.h"

#include <stdbool.h>
#include <stddef.h>

/** Goes from a point outwards over one or several trees, nearest resource first, however far, and
 *  opens only the boxes it comes to. Boxes and resources wait in one heap by the least distance
 * they can have (a straight line through the Earth); a resource that comes up is measured over the
 *  ellipsoid and waits once more, so that what is given out is in exact order. Internal to
 *  geodata/. */

/** A resource that does not pass is never measured. NULL: all pass. */
typedef bool walk_filter(void *context, unsigned tree, atlas_id resource);

struct walk_entry {
    double least_m;
    uint32_t index; /* box of its level, or resource */
    uint8_t tree;
    uint8_t step; /* WALK_MEASURED, WALK_RESOURCE, or WALK_BOX + level */
};
enum { WALK_MEASURED, WALK_RESOURCE, WALK_BOX };

#define WALK_INLINE 1024 /* entries before memory is asked for: enough for a page of results */

struct walk {
    const struct atlas *atlas;
    struct point center;
    struct earth_point earth;
    const struct point_tree *const *trees;
    walk_filter *filter;
    void *context;
    double farthest_m; /* nothing beyond is given; INFINITY: however far */
    struct walk_entry *heap;
    size_t count, capacity;
    bool failed; /* memory ran out */
    struct walk_entry inlined[WALK_INLINE];
};

void walk_open(struct walk *walk, const struct atlas *atlas, struct point center, double farthest_m,
               const struct point_tree *const *trees, unsigned tree_count, walk_filter *filter,
               void *context);

/** The next nearest; false at the end (or walk->failed). Equal distances: the lower number first.
 */
bool walk_next(struct walk *walk, atlas_id *resource, double *distance_m);
void walk_close(struct walk *walk);

#endif
