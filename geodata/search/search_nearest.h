/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEARCH_NEAREST_H
#define SEARCH_NEAREST_H

#include "search/search_scope.h"

/** The nearest of all that are added, in exact order, though hardly one of them is measured before
 *  the end: the straight line says between what bounds the way is, and only two whose bounds
 * overlap are measured to tell which is nearer. Ties: the lower number. Internal to geodata/. */
struct nearest_entry {
    double least_m, most_m; /* equal: measured; INFINITY: it has no place */
    atlas_id resource;
    uint32_t by; /* how it was met, as it was added */
};
#define NEAREST_INLINE 256 /* more, for pages far down, want memory */

struct nearest {
    const struct scope *scope;
    struct nearest_entry *entries; /* room for `wanted`; a heap, the farthest first */
    size_t wanted, count;
    struct nearest_entry room[NEAREST_INLINE];
};

/** false: no memory. The struct stays where it is until nearest_close. */
bool nearest_open(struct nearest *nearest, const struct scope *scope, size_t wanted);
void nearest_close(struct nearest *nearest);

/** `line2` as earth_distance2 gives it; INFINITY: no place. */
void nearest_add(struct nearest *nearest, atlas_id resource, uint32_t by, double line2);
/** What is farther cannot be among them any more; INFINITY as long as there is room. */
double nearest_limit_m(const struct nearest *nearest);
/** Puts them in order, measured; nothing can be added any more. */
void nearest_finish(struct nearest *nearest);

#endif
