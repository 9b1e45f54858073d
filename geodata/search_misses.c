/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search_parts.h"
#include "search_walk.h"

#include <math.h>

/* Candidates looked at for near misses: beyond, "nearly" means nothing to a person. */
#define NEAR_MISS_LOOKS 200

/* Who said something that misses by little is worth more than who said nothing. */
static int weight(const struct search_hit *miss)
{
    if ((miss->unknown & (miss->unknown - 1)) != 0) return 3; /* several things are not said */
    switch (miss->reason) {
    case REASON_HOME_UNKNOWN:
        return 2;
    case REASON_HOURS_UNKNOWN:
    case REASON_HOLIDAY_UNKNOWN:
    case REASON_NEW_PATIENTS_UNKNOWN:
        return 1;
    default:
        return 0;
    }
}

static bool is_nearer_miss(const struct search_hit *a, const struct search_hit *b)
{
    if (weight(a) != weight(b)) return weight(a) < weight(b);
    double a_m = a->reason == REASON_OUTSIDE_ZONE ? a->value_m : a->distance_m;
    double b_m = b->reason == REASON_OUTSIDE_ZONE ? b->value_m : b->distance_m;
    return a_m < b_m;
}

void search_keep_miss(const struct search_hit *miss, struct search_result *out)
{
    size_t at = out->near_miss_count;
    if (at == SEARCH_NEAR_MISS_MAX) {
        if (!is_nearer_miss(miss, &out->near_misses[at - 1])) return;
        at--;
    } else {
        out->near_miss_count++;
    }
    while (at > 0 && is_nearer_miss(miss, &out->near_misses[at - 1])) {
        out->near_misses[at] = out->near_misses[at - 1];
        at--;
    }
    out->near_misses[at] = *miss;
}

/* Those who said something, nearest first, fill the list: who is farther takes nobody's place. Of
 * zones the edge counts, which may be near though the office is far. */
static bool is_settled(const struct search_query *query, const struct search_result *out)
{
    return query->mode != SEARCH_HOME && out->near_miss_count == SEARCH_NEAR_MISS_MAX &&
           weight(&out->near_misses[SEARCH_NEAR_MISS_MAX - 1]) == 0;
}

enum status search_near_misses(struct scope *scope, struct search_result *out)
{
    const struct search_query *query = scope->query;
    struct walk walk;
    atlas_id resource;
    double distance_m;
    walk_open(&walk, scope->atlas, query->center, INFINITY, scope->trees, scope->count,
              scope->takes_all ? NULL : scope_passes, scope);
    for (size_t looks = 0; looks < NEAR_MISS_LOOKS; looks++) {
        struct search_hit miss;
        if (!walk_next(&walk, &resource, &distance_m)) break;
        if (scope_judge(scope, resource, distance_m, &miss) == 1) search_keep_miss(&miss, out);
        if (is_settled(query, out)) break;
    }
    bool failed = walk.failed;
    walk_close(&walk);
    return failed ? STATUS_NO_MEMORY : STATUS_OK;
}
