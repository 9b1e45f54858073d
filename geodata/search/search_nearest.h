/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEARCH_NEAREST_H
#define SEARCH_NEAREST_H

#include "search/search_scope.h"

/** The nearest of all that are added, in exact order, though hardly one of them is measured before
 *  the end: the straight line says between what bounds the way is, and only two whose bounds
 * overlap are measured to tell which is nearer. Ties: the lower number. Internal to geodata/. */
struct nearest_entry {
    double least_m, most_m; /* equal: measured */
    atlas_id resource;
};

struct nearest {
    const struct scope *scope;
    struct nearest_entry *entries; /* room for `wanted`; a heap, the farthest first */
    size_t wanted, count;
};

/** `line2` as earth_distance2 gives it. */
void nearest_add(struct nearest *nearest, atlas_id resource, double line2);
/** What is farther cannot be among them any more; INFINITY as long as there is room. */
double nearest_limit_m(const struct nearest *nearest);
/** Puts them in order, measured; nothing can be added any more. */
void nearest_finish(struct nearest *nearest);

#endif
