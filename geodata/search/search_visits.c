/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who comes to this door, and who nearly does. */
#include "base/lines.h"
#include "base/lists.h"
#include "search/search_nearest.h"
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

/* Visits whose box holds the door are decided so many at a time: what decides them lies anywhere in
 * memory, and is all asked for before any is looked at. */
#define WAITING_MAX 64

/* It was met by several visits, or more than its zone matters. */
#define NO_VISIT UINT32_MAX

struct door {
    struct scope *scope; /* scope->worth_m: farther than this nobody is worth telling of */
    struct sink *sink;
    struct grid_point at;
    bool is_plain; /* who comes answers: nothing else is asked */
    uint32_t waiting[WAITING_MAX];
    unsigned waiting_count;
    struct nearest hits;
    struct list several; /* atlas_id: answer, and may be met again */
    bool failed;
    unsigned looks, unfit;
};

/* How far its place is does not matter to who comes to the door: only where it is told. */
static void measure(const struct door *door, struct search_hit *hit)
{
    hit->distance_m = search_distance_m(door->scope, hit->resource);
}

static struct search_hit hit_of(const struct door *door, atlas_id resource, uint32_t visit,
                                double distance_m)
{
    const struct atlas *atlas = door->scope->atlas;
    struct search_hit hit = {.resource = resource,
                             .distance_m = distance_m,
                             .reason = REASON_ZONE_COVERS,
                             .value_m = distance_m};
    if (visit == NO_VISIT) scope_judge(door->scope, resource, distance_m, &hit);
    if (visit != NO_VISIT) hit.zone = &atlas->zones[atlas->visit_of[visit].zone];
    return hit;
}

/* Once for each that answers. */
static void give(struct door *door, atlas_id resource, struct earth_point place, uint32_t visit)
{
    const struct scope *scope = door->scope;
    if (door->sink->is_fair) {
        double distance_m = search_distance_m(scope, resource);
        struct search_hit hit = hit_of(door, resource, visit, distance_m);
        sink_give(door->sink, &hit);
        return;
    }
    bool is_placed = resource < scope->atlas->placed;
    double line2 = is_placed ? earth_distance2(place, scope->origin.earth) : INFINITY;
    nearest_add(&door->hits, resource, visit, line2);
    door->sink->out->matched++;
}

static bool covers_door(const struct door *door, const struct atlas_visit *visit)
{
    const struct atlas *atlas = door->scope->atlas;
    const int32_t(*ring)[2] = (const int32_t(*)[2])(atlas->polygons.vertices + visit->first_vertex);
    if (visit->vertices > 0) return ring_covers(ring, visit->vertices, door->at);
    /* who comes by another zone is met by that one */
    return visit->zone != ATLAS_NO_ZONE &&
           home_covers(door->scope, visit->resource, &atlas->zones[visit->zone]);
}

static void decide(struct door *door, uint32_t item)
{
    struct scope *scope = door->scope;
    const struct atlas_visit *visit = &scope->atlas->visit_of[item];
    struct search_hit hit;
    atlas_id resource = visit->resource;
    if (!covers_door(door, visit)) return;
    if (door->is_plain && visit->is_only) {
        give(door, resource, visit->place, item);
        return;
    }
    if (!scope_passes_any(scope, resource) || scope_judge(scope, resource, -1, &hit) > 0) return;
    door->failed = door->failed || !list_add(&door->several, 0, &resource);
}

static void decide_waiting(struct door *door)
{
    const struct atlas *atlas = door->scope->atlas;
    for (unsigned i = 0; i < door->waiting_count; i++) {
        const struct atlas_visit *visit = &atlas->visit_of[door->waiting[i]];
        lines_soon(atlas->polygons.vertices + visit->first_vertex,
                   visit->vertices * sizeof *atlas->polygons.vertices);
    }
    for (unsigned i = 0; i < door->waiting_count; i++) decide(door, door->waiting[i]);
    door->waiting_count = 0;
}

/* The box of a visit holds the door. */
static bool meet_visitor(void *context, uint32_t item)
{
    struct door *door = context;
    lines_soon(&door->scope->atlas->visit_of[item], sizeof(struct atlas_visit));
    door->waiting[door->waiting_count++] = item;
    if (door->waiting_count == WAITING_MAX) decide_waiting(door);
    return !door->failed;
}

static int compare_ids(const void *a, const void *b)
{
    const atlas_id *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}

/* Those of several visits were found several times. */
static void give_several(struct door *door)
{
    atlas_id *found = (atlas_id *)door->several.items;
    if (door->several.count > 0) qsort(found, door->several.count, sizeof *found, compare_ids);
    for (size_t i = 0; i < door->several.count; i++) {
        if (i == 0 || found[i] != found[i - 1])
            give(door, found[i], door->scope->atlas->points[found[i]], NO_VISIT);
    }
}

static void give_page(struct door *door)
{
    struct search_result *out = door->sink->out;
    nearest_finish(&door->hits);
    for (size_t i = door->scope->query->offset; i < door->hits.count; i++) {
        const struct nearest_entry *entry = &door->hits.entries[i];
        double distance_m = isinf(entry->least_m) ? -1 : entry->least_m;
        out->hits[out->count++] = hit_of(door, entry->resource, entry->by, distance_m);
    }
}

static enum status seek_visitors(struct door *door)
{
    struct scope *scope = door->scope;
    for (unsigned i = 0; i < scope->count && !door->failed; i++)
        box_tree_stab(scope->visits[i], door->at, meet_visitor, door);
    decide_waiting(door);
    if (door->failed) return STATUS_NO_MEMORY;
    give_several(door);
    if (!door->sink->is_fair) give_page(door);
    return STATUS_OK;
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
    atlas_id resource = scope->atlas->visit_of[item].resource;
    door->looks++;
    if (scope_passes_any(scope, resource) && scope_judge(scope, resource, -1, &miss) == 1) {
        if (miss.reason != REASON_OUTSIDE_ZONE) measure(door, &miss);
        search_keep_miss(door->scope, &miss, door->sink->out);
    }
    scope->worth_m = search_miss_limit_m(door->sink->out, REASON_OUTSIDE_ZONE);
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
            search_keep_miss(door->scope, &miss, door->sink->out);
        }
    }
    bool is_over = door->looks >= UNSAID_LOOKS || door->unfit >= UNFIT_LOOKS;
    walk_limit(walk, is_over ? -1 : search_miss_limit_m(door->sink->out, REASON_HOME_UNKNOWN));
}

static void seek_misses(struct door *door)
{
    struct scope *scope = door->scope;
    struct search_result *out = door->sink->out;
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
    struct door door;
    door.scope = scope;
    door.sink = sink;
    door.at = grid_of(query->center);
    door.is_plain = scope->takes_all && scope_is_of_place(query);
    door.waiting_count = door.looks = door.unfit = 0;
    door.several = (struct list){.size = sizeof(atlas_id)};
    door.failed = false;
    size_t page = search_page_size(query);
    if (!nearest_open(&door.hits, scope, query->offset + page)) return STATUS_NO_MEMORY;
    enum status status = seek_visitors(&door);
    nearest_close(&door.hits);
    list_free(&door.several);
    if (status != STATUS_OK) return status;
    bool is_full = sink->is_fair ? sink->fair.count >= page : sink->out->count == page;
    if (!sink->seeks_misses || is_full) return STATUS_OK;
    seek_misses(&door);
    /* those without a place come after all others */
    sink->has_hits = true;
    bool is_settled = !isinf(search_miss_limit_m(sink->out, REASON_HOME_UNKNOWN));
    if (!is_settled) search_by_number(scope, (atlas_id)scope->atlas->placed, sink);
    return STATUS_OK;
}
