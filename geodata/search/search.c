/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/search.h"

#include "search/search_parts.h"

#include <stdlib.h>

#define DEEPEST_RESULT 10000

static bool skills_exist(const struct atlas *atlas, const skill_id *skills, size_t count)
{
    if (count > SEARCH_SKILLS_MAX) return false;
    for (size_t i = 0; i < count; i++) {
        if (skills[i] >= skills_count(atlas->skills)) return false;
    }
    return true;
}

bool search_is_valid(const struct atlas *atlas, const struct search_query *query)
{
    if (query->has_center && !geo_point_is_valid(query->center)) return false;
    if (!(query->radius_m >= 0 && query->radius_m <= SEARCH_RADIUS_MAX_M)) return false;
    if (query->radius_m > 0 && !query->has_center) return false;
    if (query->among_count > SEARCH_AMONG_MAX) return false;
    if (query->mode == SEARCH_HOME && !query->has_center) return false;
    if (query->limit > SEARCH_LIMIT_MAX || query->offset + query->limit > DEEPEST_RESULT) {
        return false;
    }
    return skills_exist(atlas, query->skills, query->skill_count) &&
           skills_exist(atlas, query->any_skills, query->any_skill_count);
}

size_t search_page_size(const struct search_query *query)
{
    return query->limit == 0 ? SEARCH_LIMIT_DEFAULT : query->limit;
}

void sink_give(struct sink *sink, const struct search_hit *hit)
{
    struct search_result *out = sink->out;
    if (sink->is_fair) {
        fair_give(&sink->fair, hit);
    } else if (out->matched >= sink->query->offset && out->count < search_page_size(sink->query)) {
        out->hits[out->count++] = *hit;
    }
    out->matched++;
}

double search_distance_m(const struct scope *scope, atlas_id resource)
{
    struct point place;
    if (!atlas_point(scope->atlas, resource, &place)) return -1;
    return geo_distance_from(&scope->origin, place);
}

static void give_or_keep(struct scope *scope, unsigned tree, atlas_id resource, struct sink *sink)
{
    struct search_hit hit;
    if (!scope_passes(scope, tree, resource)) return;
    unsigned failures = scope_judge(scope, resource, -1, &hit);
    if (failures == 0 && !sink->has_hits) sink_give(sink, &hit);
    /* without a place it is at no distance: nothing can be said of a radius */
    bool is_miss = failures == 1 && hit.reason != REASON_BEYOND_RADIUS;
    if (is_miss && sink->seeks_misses) search_keep_miss(scope, &hit, sink->out);
}

/* Without distances, from number `from` on. Of several lists (alternatives) only the first that has
 * a resource gives it. */
void search_by_number(struct scope *scope, atlas_id from, struct sink *sink)
{
    const uint32_t *list = scope->lists[0];
    if (scope->count == 1 && list != NULL) {
        for (size_t i = 0; i < scope->list_counts[0]; i++) {
            if (list[i] >= from) give_or_keep(scope, 0, list[i], sink);
        }
        return;
    }
    for (atlas_id resource = from; resource < scope->atlas->count; resource++) {
        for (unsigned tree = 0; tree < scope->count; tree++) {
            give_or_keep(scope, tree, resource, sink);
        }
    }
}

int search_compare_hits(const void *a, const void *b)
{
    const struct search_hit *left = a, *right = b;
    bool left_known = left->distance_m >= 0, right_known = right->distance_m >= 0;
    if (left_known != right_known) return left_known ? -1 : 1;
    if (left->distance_m != right->distance_m) return left->distance_m < right->distance_m ? -1 : 1;
    return left->resource < right->resource ? -1 : left->resource > right->resource;
}

/* Those of a short list, nearest first, and those of them that nearly answer. */
static void search_among(struct scope *scope, struct sink *sink)
{
    const struct search_query *query = scope->query;
    struct search_hit hits[SEARCH_AMONG_MAX];
    size_t count = 0;
    for (size_t i = 0; i < query->among_count; i++) {
        atlas_id resource = query->among[i];
        if (!scope_passes_any(scope, resource)) continue;
        double distance_m = query->has_center ? search_distance_m(scope, resource) : -1;
        unsigned failures = scope_judge(scope, resource, distance_m, &hits[count]);
        /* without a place it is at no distance: nothing can be said of a radius */
        bool is_nowhere = hits[count].reason == REASON_BEYOND_RADIUS && distance_m < 0;
        if (failures == 1 && !is_nowhere) search_keep_miss(scope, &hits[count], sink->out);
        count += failures == 0;
    }
    qsort(hits, count, sizeof *hits, search_compare_hits);
    for (size_t i = 0; i < count; i++) sink_give(sink, &hits[i]);
    if (query->offset > 0 || sink->out->count == search_page_size(query))
        sink->out->near_miss_count = 0;
}

static enum status search_fair(struct scope *scope, struct sink *sink)
{
    const struct search_query *query = scope->query;
    enum status status = STATUS_OK;
    size_t wanted = query->offset + search_page_size(query);
    if (!fair_open(&sink->fair, scope->atlas, query->today, wanted)) return STATUS_NO_MEMORY;
    sink->is_fair = true;
    if (!query->has_center) {
        search_by_number(scope, 0, sink);
    } else if (query->mode == SEARCH_HOME) {
        status = search_home(scope, sink);
    } else {
        status = search_around(scope, sink);
    }
    fair_finish(&sink->fair, query->offset, sink->out);
    return status;
}

static enum status search_ordered(struct scope *scope, struct sink *sink)
{
    if (scope->query->fair || !scope->query->has_center) return search_fair(scope, sink);
    if (scope->query->mode == SEARCH_HOME) return search_home(scope, sink);
    return search_around(scope, sink);
}

enum status search_near(const struct atlas *atlas, const struct search_query *query,
                        struct search_result *out)
{
    struct scope scope;
    struct sink sink = {.query = query, .out = out, .seeks_misses = search_seeks_misses(query)};
    out->count = out->matched = out->near_miss_count = 0;
    if (!search_is_valid(atlas, query)) return STATUS_INVALID;
    scope_open(&scope, atlas, query);
    if (query->among != NULL) {
        search_among(&scope, &sink);
        return STATUS_OK;
    }
    enum status status = search_ordered(&scope, &sink);
    if (out->count == search_page_size(query)) out->near_miss_count = 0;
    return status;
}

bool search_answers(const struct atlas *atlas, const struct search_query *query, atlas_id resource,
                    struct search_hit *out)
{
    struct scope scope;
    if (!search_is_valid(atlas, query)) return false;
    scope_open(&scope, atlas, query);
    if (!scope_passes_any(&scope, resource)) return false;
    double distance_m = query->has_center ? search_distance_m(&scope, resource) : -1;
    return scope_judge(&scope, resource, distance_m, out) == 0;
}
