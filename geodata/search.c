/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/search.h"

#include "lists.h"
#include "search_scope.h"
#include "search_walk.h"

#include <math.h>
#include <stdlib.h>

#define DEEPEST_RESULT 10000
/* Candidates looked at for near misses: beyond, "nearly" means nothing to a person. */
#define NEAR_MISS_LOOKS 200

static bool skills_exist(const struct atlas *atlas, const skill_id *skills, size_t count)
{
    if (count > SEARCH_SKILLS_MAX) return false;
    for (size_t i = 0; i < count; i++) {
        if (skills[i] >= skills_count(atlas->skills)) return false;
    }
    return true;
}

static bool is_valid(const struct atlas *atlas, const struct search_query *query)
{
    if (query->has_center && !geo_point_is_valid(query->center)) return false;
    if (!(query->radius_m >= 0 && query->radius_m <= SEARCH_RADIUS_MAX_M)) return false;
    if (query->radius_m > 0 && !query->has_center) return false;
    if (query->mode == SEARCH_HOME && !query->has_center) return false;
    if (query->limit > SEARCH_LIMIT_MAX || query->offset + query->limit > DEEPEST_RESULT) {
        return false;
    }
    return skills_exist(atlas, query->skills, query->skill_count) &&
           skills_exist(atlas, query->any_skills, query->any_skill_count);
}

static size_t page_size(const struct search_query *query)
{
    return query->limit == 0 ? SEARCH_LIMIT_DEFAULT : query->limit;
}

/* Counts one more that answers; on the page asked for it is kept. */
static void give(const struct search_query *query, const struct search_hit *hit,
                 struct search_result *out)
{
    if (out->matched >= query->offset && out->count < page_size(query)) {
        out->hits[out->count++] = *hit;
    }
    out->matched++;
}

static void give_if_it_answers(struct scope *scope, unsigned tree, atlas_id resource,
                               struct search_result *out)
{
    struct search_hit hit;
    if (!scope_passes(scope, tree, resource)) return;
    if (scope_judge(scope, resource, -1, &hit) == 0) give(scope->query, &hit, out);
}

/* Without distances: in the order of their numbers, from `from` on. Of several lists (alternatives)
 * only the first that has a resource gives it. */
static void give_by_number(struct scope *scope, atlas_id from, struct search_result *out)
{
    const uint32_t *list = scope->lists[0];
    if (scope->count == 1 && list != NULL) {
        for (size_t i = 0; i < scope->list_counts[0]; i++) {
            if (list[i] >= from) give_if_it_answers(scope, 0, list[i], out);
        }
        return;
    }
    for (atlas_id resource = from; resource < scope->atlas->count; resource++) {
        for (unsigned tree = 0; tree < scope->count; tree++) {
            give_if_it_answers(scope, tree, resource, out);
        }
    }
}

static int compare_hits(const void *a, const void *b)
{
    const struct search_hit *left = a, *right = b;
    bool left_known = left->distance_m >= 0, right_known = right->distance_m >= 0;
    if (left_known != right_known) return left_known ? -1 : 1;
    if (left->distance_m != right->distance_m) return left->distance_m < right->distance_m ? -1 : 1;
    return left->resource < right->resource ? -1 : left->resource > right->resource;
}

static double distance_to(const struct scope *scope, atlas_id resource)
{
    struct point place;
    if (!atlas_point(scope->atlas, resource, &place)) return -1;
    return geo_distance_m(scope->query->center, place);
}

/* --- by distance --------------------------------------------------------------------------- */

/* Up to half a thousand kilometres the way over the ground is less than 0.03 % longer than the
 * straight line: what is nearer than that on the line is inside without being measured. */
#define CHORD_RANGE_M 500000.0
#define CHORD_SHARE 0.9997

struct counting {
    struct scope *scope;
    const struct point_tree *tree;
    unsigned number;
    struct earth_point from;
    double sure_m; /* straight line: at most this is inside */
    double most_m; /* more than this is outside */
    bool counts_all;
    size_t found;
};

static void count_resource(struct counting *counting, atlas_id resource)
{
    const struct scope *scope = counting->scope;
    double chord_m = earth_distance_m(scope->atlas->points[resource], counting->from);
    struct search_hit hit;
    if (chord_m > counting->most_m) return;
    if (!scope_passes(counting->scope, counting->number, resource)) return;
    if (counting->counts_all && chord_m <= counting->sure_m) {
        counting->found++;
        return;
    }
    if (scope_judge(scope, resource, distance_to(scope, resource), &hit) == 0) counting->found++;
}

static void count_box(struct counting *counting, unsigned level, uint32_t index)
{
    const struct point_tree *tree = counting->tree;
    const struct earth_box *box = &tree->boxes[tree->levels.start[level] + index];
    if (earth_box_distance_m(box, counting->from) > counting->most_m) return;
    uint32_t below = level == 0 ? tree->count : tree->levels.boxes[level - 1];
    uint32_t first = index * TREE_FANOUT;
    uint32_t end = below - first < TREE_FANOUT ? below : first + TREE_FANOUT;
    for (uint32_t i = first; i < end; i++) {
        if (level > 0) {
            count_box(counting, level - 1, i);
        } else {
            count_resource(counting, point_tree_id(tree, i));
        }
    }
}

/* All that answer, exactly: the walk stops with the page. */
static size_t count_around(struct scope *scope)
{
    const struct search_query *query = scope->query;
    double radius_m = query->radius_m > 0 ? query->radius_m : INFINITY;
    struct counting counting = {
        .scope = scope,
        .from = geo_to_earth(query->center),
        .most_m = radius_m + GEO_CHORD_SLACK_M,
        .counts_all = scope_is_firm(query),
    };
    counting.sure_m = radius_m <= CHORD_RANGE_M ? radius_m * CHORD_SHARE - GEO_CHORD_SLACK_M : -1;
    if (query->radius_m <= 0) counting.sure_m = INFINITY;
    for (unsigned i = 0; i < scope->count; i++) {
        counting.tree = scope->trees[i];
        counting.number = i;
        if (counting.tree->count > 0) count_box(&counting, counting.tree->levels.count - 1, 0);
    }
    return counting.found;
}

static bool needs_no_look(const struct search_query *query)
{
    return query->skill_count + query->any_skill_count <= 1 && query->kinds == 0 &&
           !query->with_sessions && query->mode == SEARCH_ANYWHERE && !query->walk_in &&
           !query->wheelchair && query->language == NULL && query->fees == NULL &&
           query->radius_m <= 0 && scope_is_firm(query);
}

static enum status search_around(struct scope *scope, struct search_result *out)
{
    const struct search_query *query = scope->query;
    size_t wanted = query->offset + page_size(query);
    struct walk walk;
    struct search_hit hit;
    atlas_id resource;
    double distance_m;
    walk_open(&walk, scope->atlas, query->center, query->radius_m > 0 ? query->radius_m : INFINITY,
              scope->trees, scope->count, scope_passes, scope);
    while (out->matched < wanted && walk_next(&walk, &resource, &distance_m)) {
        if (scope_judge(scope, resource, distance_m, &hit) == 0) give(query, &hit, out);
    }
    bool failed = walk.failed, exhausted = out->matched < wanted;
    walk_close(&walk);
    if (failed) return STATUS_NO_MEMORY;
    if (!exhausted && needs_no_look(query)) {
        out->matched = scope->list_counts[0];
        return STATUS_OK;
    }
    if (!exhausted) out->matched = count_around(scope);
    /* those without a place come after all others */
    if (query->radius_m <= 0) give_by_number(scope, (atlas_id)scope->atlas->placed, out);
    return STATUS_OK;
}

/* --- at home ------------------------------------------------------------------------------- */

struct visitors {
    struct scope *scope;
    struct list found; /* struct search_hit */
    bool failed;
};

/* A zone's box holds the door. Its resource is judged at its first zone whose box does. */
static bool meet_zone(void *context, uint32_t item)
{
    struct visitors *visitors = context;
    struct scope *scope = visitors->scope;
    const struct atlas *atlas = scope->atlas;
    atlas_id resource = atlas->zone_resource[atlas->zone_items[item]];
    bool passes = false;
    for (unsigned tree = 0; tree < scope->count && !passes; tree++) {
        passes = scope_passes(scope, tree, resource);
    }
    struct search_hit hit;
    if (!passes) return true;
    if (scope_judge(scope, resource, distance_to(scope, resource), &hit) > 0) return true;
    visitors->failed = !list_add(&visitors->found, resource, &hit);
    return !visitors->failed;
}

static enum status search_home(struct scope *scope, struct search_result *out)
{
    struct visitors visitors = {.scope = scope, .found = {.size = sizeof(struct search_hit)}};
    box_tree_stab(&scope->atlas->zone_tree, grid_of(scope->query->center), meet_zone, &visitors);
    struct search_hit *hits = (struct search_hit *)visitors.found.items;
    if (visitors.found.count > 0) {
        qsort(hits, visitors.found.count, sizeof *hits, compare_hits);
    }
    for (size_t i = 0; i < visitors.found.count; i++) {
        bool repeated = i > 0 && hits[i].resource == hits[i - 1].resource;
        if (!repeated) give(scope->query, &hits[i], out);
    }
    list_free(&visitors.found);
    return visitors.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

/* --- near misses --------------------------------------------------------------------------- */

/* Who said something that misses by little is worth more than who said nothing. */
static int weight(const struct search_hit *miss)
{
    switch (miss->reason) {
    case REASON_HOME_UNKNOWN:
        return 2;
    case REASON_HOURS_UNKNOWN:
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

static void keep_near_miss(const struct search_hit *miss, struct search_result *out)
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

static enum status find_near_misses(struct scope *scope, struct search_result *out)
{
    const struct search_query *query = scope->query;
    struct walk walk;
    atlas_id resource;
    double distance_m;
    walk_open(&walk, scope->atlas, query->center, INFINITY, scope->trees, scope->count,
              scope_passes, scope);
    for (size_t looks = 0; looks < NEAR_MISS_LOOKS; looks++) {
        struct search_hit miss;
        if (!walk_next(&walk, &resource, &distance_m)) break;
        if (scope_judge(scope, resource, distance_m, &miss) == 1) keep_near_miss(&miss, out);
    }
    bool failed = walk.failed;
    walk_close(&walk);
    return failed ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status search_near(const struct atlas *atlas, const struct search_query *query,
                        struct search_result *out)
{
    struct scope scope;
    out->count = out->matched = out->near_miss_count = 0;
    if (!is_valid(atlas, query)) return STATUS_INVALID;
    scope_open(&scope, atlas, query);
    if (!query->has_center) {
        give_by_number(&scope, 0, out);
        return STATUS_OK;
    }

    enum status status =
        query->mode == SEARCH_HOME ? search_home(&scope, out) : search_around(&scope, out);
    bool has_supple = !scope_is_firm(query) || query->radius_m > 0;
    if (status != STATUS_OK || !has_supple || query->offset > 0) return status;
    return out->count < page_size(query) ? find_near_misses(&scope, out) : STATUS_OK;
}
