/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEARCH_PARTS_H
#define SEARCH_PARTS_H

#include "geodata/search.h"
#include "search_fair.h"
#include "search_scope.h"

/** The parts of search_near. Internal to geodata/. */

/** Where what answers goes: to the page in the order it is found, or to the fair order. */
struct sink {
    const struct search_query *query;
    struct search_result *out;
    struct fair fair;
    bool is_fair;
};

/** Counts one more that answers; on the page asked for it is kept. */
void sink_give(struct sink *sink, const struct search_hit *hit);

bool search_is_valid(const struct atlas *atlas, const struct search_query *query);

/** True when all of the one list answer: none needs to be looked at. */
bool search_needs_no_look(const struct scope *scope);

size_t search_page_size(const struct search_query *query);

/** Metres from the query's center to the resource's place; -1 without a place. */
double search_distance_m(const struct scope *scope, atlas_id resource);

/** Those that answer, with a number of `from` at least, without distances. */
void search_by_number(struct scope *scope, atlas_id from, struct sink *sink);
/** Nearest first, as many as the page needs, and the exact count. */
enum status search_around(struct scope *scope, struct sink *sink);
/** All within the radius, in no order. */
void search_all_around(struct scope *scope, struct sink *sink);
/** Those whose zone covers the center. */
enum status search_home(struct scope *scope, struct sink *sink);
/** Keeps a near miss where its place is. */
void search_keep_miss(const struct scope *scope, const struct search_hit *miss,
                      struct search_result *out);
/** Those that fail by exactly one condition, the most worth telling first. */
enum status search_near_misses(struct scope *scope, struct search_result *out);

#endif
