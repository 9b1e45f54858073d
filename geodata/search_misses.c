/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search_parts.h"
#include "search_walk.h"

#include <math.h>

/* Candidates looked at for near misses: beyond, "nearly" means nothing to a person. */
#define NEAR_MISS_LOOKS 200

/* Who said something that misses by little is worth more than who said nothing; a no that nothing
 * can be done about comes last. */
static int weight(const struct search_hit *miss)
{
    if ((miss->unknown & (miss->unknown - 1)) != 0) return 3; /* several things are not said */
    if (miss->reason == REASON_WHEELCHAIR_NO || miss->reason == REASON_LANGUAGE_NO) return 4;
    if (miss->reason == REASON_HOME_UNKNOWN || miss->reason == REASON_REMOTE_UNKNOWN) return 2;
    return miss->unknown != 0 && miss->reason != REASON_ZONE_UNKNOWN;
}

/* How far the miss is; without a place, farther than all. */
static double miss_m(const struct search_hit *miss)
{
    double far_m = miss->reason == REASON_OUTSIDE_ZONE ? miss->value_m : miss->distance_m;
    return far_m < 0 ? INFINITY : far_m;
}

static bool is_nearer_miss(const struct scope *scope, const struct search_hit *a,
                           const struct search_hit *b)
{
    double a_m = miss_m(a), b_m = miss_m(b);
    if (weight(a) != weight(b)) return weight(a) < weight(b);
    if (!isinf(a_m) || !isinf(b_m)) return a_m < b_m;
    day today = scope->query->today;
    return fair_draw(scope->atlas, today, a->resource) <
           fair_draw(scope->atlas, today, b->resource);
}

void search_keep_miss(const struct scope *scope, const struct search_hit *miss,
                      struct search_result *out)
{
    size_t at = out->near_miss_count;
    if (at == SEARCH_NEAR_MISS_MAX) {
        if (!is_nearer_miss(scope, miss, &out->near_misses[at - 1])) return;
        at--;
    } else {
        out->near_miss_count++;
    }
    while (at > 0 && is_nearer_miss(scope, miss, &out->near_misses[at - 1])) {
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

static void judge_miss(struct scope *scope, atlas_id resource, double distance_m,
                       struct search_result *out)
{
    struct search_hit miss;
    if (scope_judge(scope, resource, distance_m, &miss) != 1) return;
    /* without a place it is at no distance: nothing can be said of a radius */
    bool is_nowhere = miss.reason == REASON_BEYOND_RADIUS && distance_m < 0;
    if (!is_nowhere) search_keep_miss(scope, &miss, out);
}

/* Those that are at no distance: without a center all, else those without a place. */
static void look_without_distance(struct scope *scope, struct search_result *out)
{
    atlas_id from = scope->query->has_center ? (atlas_id)scope->atlas->placed : 0;
    for (unsigned tree = 0; tree < scope->count; tree++) {
        const uint32_t *list = scope->lists[tree];
        for (size_t i = scope->list_counts[tree]; i > 0; i--) {
            atlas_id resource = list == NULL ? (atlas_id)(i - 1) : list[i - 1];
            if (resource < from) break;
            if (scope_passes(scope, tree, resource)) judge_miss(scope, resource, -1, out);
        }
    }
}

static enum status look_around(struct scope *scope, struct search_result *out)
{
    struct walk walk;
    atlas_id resource;
    double distance_m;
    walk_open(&walk, scope->atlas, scope->query->center, INFINITY, scope->trees, scope->count,
              scope->takes_all ? NULL : scope_passes, scope);
    for (size_t looks = 0; looks < NEAR_MISS_LOOKS; looks++) {
        if (is_settled(scope->query, out) || !walk_next(&walk, &resource, &distance_m)) break;
        judge_miss(scope, resource, distance_m, out);
    }
    bool failed = walk.failed;
    walk_close(&walk);
    return failed ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status search_near_misses(struct scope *scope, struct search_result *out)
{
    enum status status = scope->query->has_center ? look_around(scope, out) : STATUS_OK;
    if (status == STATUS_OK && !is_settled(scope->query, out)) look_without_distance(scope, out);
    return status;
}
