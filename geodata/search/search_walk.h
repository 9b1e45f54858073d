/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEARCH_WALK_H
#define SEARCH_WALK_H

#include "atlas/atlas_data.h"

#include <stdbool.h>

/** Goes through trees of places, near boxes before far ones, as deep as there may be something of
 *  use. How near that is the visitor says and lowers as it finds; it keeps what it wants and
 *  measures it, for the walk knows only straight lines through the Earth, which are never longer
 *  than the way. No memory is asked for. Internal to geodata/. */
struct walk;

/** A resource of an opened box, and its straight line, squared. */
typedef void walk_meeter(struct walk *walk, unsigned tree, atlas_id resource, double line2);
/** A box beyond the limit, which is not opened. */
typedef void walk_passer(struct walk *walk, unsigned tree, unsigned level, uint32_t box);

struct walk {
    const struct atlas *atlas;
    struct earth_point from;
    const struct point_tree *const *trees;
    double limit2; /* of use; set it with walk_limit */
    walk_meeter *meet;
    walk_passer *pass; /* NULL: what is beyond the limit does not matter */
    void *context;
};

/** What is farther than `limit_m` metres over the ground is of no use any more (negative: nothing
 *  is). The slack of rounded places is added, so that nothing at that distance is lost. */
void walk_limit(struct walk *walk, double limit_m);
/** No straight line of a way that long is longer, squared. */
double walk_line2(double way_m);

void walk_tree(struct walk *walk, unsigned tree);
/** Meets all of a box of level 0. */
void walk_meet(struct walk *walk, unsigned tree, uint32_t box);

#endif
