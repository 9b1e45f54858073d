/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEARCH_PARTS_H
#define SEARCH_PARTS_H

#include "geodata/search.h"
#include "search/search_fair.h"
#include "search/search_scope.h"

/** The parts of search_near. Internal to geodata/. */

/** Where what answers goes: to the page in the order it is found, or to the fair order. */
struct sink {
    const struct search_query *query;
    struct search_result *out;
    struct fair fair;
    bool is_fair;
    bool seeks_misses; /* near misses are kept as they are met */
    bool has_hits;     /* all that answer are given: only near misses are missing */
};

/** Counts one more that answers; on the page asked for it is kept. */
void sink_give(struct sink *sink, const struct search_hit *hit);

bool search_is_valid(const struct atlas *atlas, const struct search_query *query);

/** True when all of the one list answer: none needs to be looked at. */
bool search_needs_no_look(const struct scope *scope);

size_t search_page_size(const struct search_query *query);

/** Metres from the query's center to the resource's place; -1 without a place. */
double search_distance_m(const struct scope *scope, atlas_id resource);

/** Those that answer and those that nearly do, with a number of `from` at least, without
 *  distances. */
void search_by_number(struct scope *scope, atlas_id from, struct sink *sink);
/** Nearest first, as many as the page needs, and the exact count; all of them for the fair order.
 */
enum status search_around(struct scope *scope, struct sink *sink);
/** Those whose zone covers the center. */
enum status search_home(struct scope *scope, struct sink *sink);
/** For qsort of hits: by distance, then by number; those without a distance last. */
int search_compare_hits(const void *a, const void *b);

/** The question wants near misses, when its page is not filled. The searches above keep them as
 *  they meet them: those that fail by exactly one condition, the most worth telling first. */
bool search_seeks_misses(const struct search_query *query);
/** Keeps a near miss where its place is; the same resource but once. */
void search_keep_miss(const struct scope *scope, const struct search_hit *miss,
                      struct search_result *out);
/** It would be kept, or might be: its distance may be less than it is, but not more. */
bool search_may_keep_miss(const struct scope *scope, const struct search_hit *miss,
                          const struct search_result *out);
/** Farther than this a near miss for that reason, of the zone or the distance, would not be kept.
 * INFINITY: however far it would; -1: nowhere. */
double search_miss_limit_m(const struct search_result *out, enum reason reason);

#endif
