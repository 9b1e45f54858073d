/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search_parts.h"
#include "search_walk.h"

#include <math.h>

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
    struct sink *sink; /* NULL: they are counted only */
    size_t found;
};

static void count_resource(struct counting *counting, atlas_id resource)
{
    const struct scope *scope = counting->scope;
    double chord_m = earth_distance_m(scope->atlas->points[resource], counting->from);
    struct search_hit hit;
    if (chord_m > counting->most_m) return;
    if (!scope->takes_all && !scope_passes(counting->scope, counting->number, resource)) return;
    if (counting->sink == NULL && counting->counts_all && chord_m <= counting->sure_m) {
        counting->found++;
        return;
    }
    if (scope_judge(scope, resource, search_distance_m(scope, resource), &hit) > 0) return;
    counting->found++;
    if (counting->sink != NULL) sink_give(counting->sink, &hit);
}

/* Inside as a whole: nothing in it needs a look. */
static bool is_counted_whole(const struct counting *counting, const struct earth_box *box)
{
    return counting->scope->takes_all && counting->counts_all && counting->sink == NULL &&
           earth_box_farthest_m(box, counting->from) <= counting->sure_m;
}

static void count_box(struct counting *counting, unsigned level, uint32_t index)
{
    const struct point_tree *tree = counting->tree;
    const struct earth_box *box = &tree->boxes[tree->levels.start[level] + index];
    if (earth_box_distance_m(box, counting->from) > counting->most_m) return;
    if (is_counted_whole(counting, box)) {
        counting->found += point_tree_count(tree, level, index);
        return;
    }
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

/* All that answer, exactly: a walk stops with the page. */
static size_t count_around(struct scope *scope, struct sink *sink)
{
    const struct search_query *query = scope->query;
    double radius_m = query->radius_m > 0 ? query->radius_m : INFINITY;
    struct counting counting = {
        .scope = scope,
        .sink = sink,
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

bool search_needs_no_look(const struct scope *scope)
{
    return scope->takes_all && scope->query->radius_m <= 0 && scope_is_firm(scope->query);
}

enum status search_around(struct scope *scope, struct sink *sink)
{
    const struct search_query *query = scope->query;
    struct search_result *out = sink->out;
    size_t wanted = query->offset + search_page_size(query);
    struct walk walk;
    struct search_hit hit;
    atlas_id resource;
    double distance_m;
    walk_open(&walk, scope->atlas, query->center, query->radius_m > 0 ? query->radius_m : INFINITY,
              scope->trees, scope->count, scope->takes_all ? NULL : scope_passes, scope);
    while (out->matched < wanted && walk_next(&walk, &resource, &distance_m)) {
        if (scope_judge(scope, resource, distance_m, &hit) == 0) sink_give(sink, &hit);
    }
    bool failed = walk.failed, exhausted = out->matched < wanted;
    walk_close(&walk);
    if (failed) return STATUS_NO_MEMORY;
    if (!exhausted && search_needs_no_look(scope)) {
        out->matched = scope->list_counts[0];
        return STATUS_OK;
    }
    if (!exhausted) out->matched = count_around(scope, NULL);
    /* those without a place come after all others */
    if (query->radius_m <= 0) search_by_number(scope, (atlas_id)scope->atlas->placed, sink);
    return STATUS_OK;
}

void search_all_around(struct scope *scope, struct sink *sink)
{
    count_around(scope, sink);
    if (scope->query->radius_m <= 0) {
        search_by_number(scope, (atlas_id)scope->atlas->placed, sink);
    }
}
