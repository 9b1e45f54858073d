/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEARCH_FAIR_H
#define SEARCH_FAIR_H

#include "atlas/atlas_data.h"
#include "geodata/search.h"

/** The fair order: results of equal merit in an order drawn anew each day, the same all day and on
 * all pages, so that nobody is always first. Of any number of hits given it keeps the first
 * `wanted`. Internal to geodata/. */
struct fair {
    const struct atlas *atlas;
    day today;
    size_t wanted, count;
    struct fair_entry *entries;
};

/** What a resource has drawn for the day: the lowest comes first. */
uint64_t fair_draw(const struct atlas *atlas, day today, atlas_id resource);

bool fair_open(struct fair *fair, const struct atlas *atlas, day today, size_t wanted);
void fair_give(struct fair *fair, const struct search_hit *hit);
/** Writes those from `offset` on, in order; then nothing is held any more. */
void fair_finish(struct fair *fair, size_t offset, struct search_result *out);

#endif
