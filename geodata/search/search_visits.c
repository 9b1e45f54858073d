/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who comes to this door, and who nearly does. */
#include "base/lists.h"
#include "search/search_parts.h"
#include "search/search_walk.h"

#include <math.h>
#include <stdlib.h>

/* Who said nothing of home visits is told of last: so many of them are looked at, about nearest
 * first, for one of whom nothing else is unknown. */
#define UNSAID_LOOKS 200
/* Zones of those that fail by more than the door, and unfit candidates, until no more are looked
 * for: about a thousandth of a second each. */
#define ZONE_LOOKS 2000
#define UNFIT_LOOKS 20000

struct door {
    struct scope *scope; /* scope->worth_m: farther than this nobody is worth telling of */
    struct search_result *out;
    struct list found; /* struct search_hit */
    bool failed;
    unsigned looks, unfit;
};

/* How far its place is does not matter to who comes to the door: only where it is told. */
static void measure(const struct door *door, struct search_hit *hit)
{
    hit->distance_m = search_distance_m(door->scope, hit->resource);
}

/* The box of a visit holds the door. */
static bool meet_visitor(void *context, uint32_t item)
{
    struct door *door = context;
    const struct atlas *atlas = door->scope->atlas;
    struct search_hit hit;
    atlas_id resource = atlas->visitors[item];
    uint32_t zone = atlas->visit_zones[item];
    /* who comes by another zone is met by that one */
    if (zone == ATLAS_NO_ZONE || !home_covers(door->scope, &atlas->zones[zone])) return true;
    if (!scope_passes_any(door->scope, resource)) return true;
    if (scope_judge(door->scope, resource, -1, &hit) > 0) return true;
    measure(door, &hit);
    hit.value_m = hit.distance_m;
    door->failed = !list_add(&door->found, resource, &hit);
    return !door->failed;
}

/* Those of several visits were found several times. */
static void give_found(struct door *door, struct sink *sink)
{
    struct search_hit *hits = (struct search_hit *)door->found.items;
    if (door->found.count > 0) qsort(hits, door->found.count, sizeof *hits, search_compare_hits);
    for (size_t i = 0; i < door->found.count; i++) {
        bool repeated = i > 0 && hits[i].resource == hits[i - 1].resource;
        if (!repeated) sink_give(sink, &hits[i]);
    }
}

/* All that is told of who comes home, at all or elsewhere, is no nearer than the box of one of its
 * visits: by how much the door is outside, or the way to the place where the box is that place. Who
 * comes to this door and fails by something else has the door in a box. So the visits, nearest
 * boxes first, bring the near misses that matter until the boxes are farther than the last one
 * kept. */
static bool meet_nearly(void *context, uint32_t item)
{
    struct door *door = context;
    struct scope *scope = door->scope;
    struct search_hit miss;
    atlas_id resource = scope->atlas->visitors[item];
    door->looks++;
    if (scope_passes_any(scope, resource) && scope_judge(scope, resource, -1, &miss) == 1) {
        if (miss.reason != REASON_OUTSIDE_ZONE) measure(door, &miss);
        search_keep_miss(door->scope, &miss, door->out);
    }
    scope->worth_m = search_miss_limit_m(door->out, REASON_OUTSIDE_ZONE);
    return door->looks < ZONE_LOOKS;
}

/* The others are those of whom it is not known whether they come home. */
static void meet_unsaid(struct walk *walk, unsigned tree, atlas_id resource, double line2)
{
    struct door *door = walk->context;
    struct search_hit miss;
    size_t zone_count;
    if (line2 > walk->limit2) return;
    atlas_zones(walk->atlas, resource, &zone_count);
    bool is_said = zone_count > 0 || walk->atlas->records[resource].home_visit == TRISTATE_YES;
    door->unfit++;
    if (!is_said && scope_passes(door->scope, tree, resource)) {
        door->looks++;
        if (scope_judge(door->scope, resource, -1, &miss) == 1) {
            measure(door, &miss);
            search_keep_miss(door->scope, &miss, door->out);
        }
    }
    bool is_over = door->looks >= UNSAID_LOOKS || door->unfit >= UNFIT_LOOKS;
    walk_limit(walk, is_over ? -1 : search_miss_limit_m(door->out, REASON_HOME_UNKNOWN));
}

static void seek_misses(struct door *door)
{
    struct scope *scope = door->scope;
    struct search_result *out = door->out;
    const struct box_search nearly = {
        .origin = &scope->origin, .limit_m = &scope->worth_m, .meet = meet_nearly, .context = door};
    for (unsigned i = 0; i < scope->count; i++) box_tree_search(scope->visits[i], &nearly);

    struct walk walk = {.atlas = scope->atlas,
                        .from = scope->origin.earth,
                        .trees = scope->trees,
                        .meet = meet_unsaid,
                        .context = door};
    walk_limit(&walk, search_miss_limit_m(out, REASON_HOME_UNKNOWN));
    door->looks = 0;
    for (unsigned i = 0; i < scope->count; i++) walk_tree(&walk, i);
    for (size_t i = 0; i < out->near_miss_count; i++) measure(door, &out->near_misses[i]);
}

enum status search_home(struct scope *scope, struct sink *sink)
{
    const struct search_query *query = scope->query;
    struct door door = {
        .scope = scope, .out = sink->out, .found = {.size = sizeof(struct search_hit)}};
    for (unsigned i = 0; i < scope->count && !door.failed; i++)
        box_tree_stab(scope->visits[i], grid_of(query->center), meet_visitor, &door);
    if (!door.failed) give_found(&door, sink);
    list_free(&door.found);
    if (door.failed) return STATUS_NO_MEMORY;
    bool is_full = sink->is_fair ? sink->fair.count >= search_page_size(query)
                                 : sink->out->count == search_page_size(query);
    if (!sink->seeks_misses || is_full) return STATUS_OK;
    seek_misses(&door);
    /* those without a place come after all others */
    sink->has_hits = true;
    bool is_settled = !isinf(search_miss_limit_m(sink->out, REASON_HOME_UNKNOWN));
    if (!is_settled) search_by_number(scope, (atlas_id)scope->atlas->placed, sink);
    return STATUS_OK;
}
