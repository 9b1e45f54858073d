/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By distance of the place, all in one walk: the nearest that answer are kept, what is farther is
 * only counted, and what nearly answers is kept as long as the page may not be filled. */
#include "search/search_nearest.h"
#include "search/search_parts.h"
#include "search/search_walk.h"

#include <math.h>

/* Up to half a thousand kilometres the way over the ground is less than 0.03 % longer than the
 * straight line: what is nearer than that on the line is inside without being measured. */
#define CHORD_RANGE_M 500000.0
#define CHORD_SHARE 0.9997

/* Candidates looked at beyond the radius, about nearest first: so many without five that would
 * answer if they were nearer, and no more are looked for. Two thousandths of a second. */
#define LOOKS_BEYOND 20000

struct around {
    struct scope *scope;
    struct sink *sink;
    struct walk walk;
    double radius_m; /* INFINITY: however far */
    double within2;  /* straight lines: more than this is outside */
    double sure2;    /* at most this is inside */
    bool counts;     /* also what is too far to be kept */
    bool is_firm;    /* all that passes and is inside answers */
    unsigned looks_beyond;
    size_t found;
    struct nearest hits, beyond; /* the latter would answer if they were nearer */
};

static bool is_full(const struct around *around)
{
    return around->hits.count == around->hits.wanted;
}

/* Farther than this it can neither be kept nor be a near miss. */
static void set_limit(struct around *around)
{
    double limit_m = around->radius_m;
    if (is_full(around)) {
        limit_m = fmin(limit_m, nearest_limit_m(&around->hits));
    } else if (around->sink->seeks_misses && around->looks_beyond < LOOKS_BEYOND) {
        double told_m = search_miss_limit_m(around->sink->out, REASON_BEYOND_RADIUS);
        limit_m = fmax(limit_m, fmin(told_m, nearest_limit_m(&around->beyond)));
    }
    walk_limit(&around->walk, limit_m);
}

/* Nearer than that it is not; measured where the radius, or the answer, hangs on it. */
static double least_m(const struct around *around, atlas_id resource, double line2)
{
    bool is_sure = line2 <= around->sure2 || line2 > around->within2;
    if (!is_sure || around->sink->is_fair) return search_distance_m(around->scope, resource);
    return fmax(sqrt(line2) / 100 - GEO_CHORD_SLACK_M, 0);
}

/* One that passes. */
static void judge(struct around *around, unsigned tree, atlas_id resource, double line2)
{
    struct sink *sink = around->sink;
    struct search_hit hit;
    bool wants_misses = around->sink->seeks_misses && !is_full(around);
    double distance_m = least_m(around, resource, line2);
    unsigned failures = scope_judge(around->scope, resource, distance_m, &hit);
    if (failures == 0 && sink->is_fair) {
        sink_give(sink, &hit);
    } else if (failures == 0) {
        around->found++;
        nearest_add(&around->hits, resource, tree, line2);
    } else if (failures == 1 && wants_misses && hit.reason == REASON_BEYOND_RADIUS) {
        nearest_add(&around->beyond, resource, tree, line2);
    } else if (failures == 1 && wants_misses &&
               search_may_keep_miss(around->scope, &hit, sink->out)) {
        distance_m = search_distance_m(around->scope, resource);
        scope_judge(around->scope, resource, distance_m, &hit);
        search_keep_miss(around->scope, &hit, sink->out);
    }
}

static void meet(struct walk *walk, unsigned tree, atlas_id resource, double line2)
{
    struct around *around = walk->context;
    struct scope *scope = around->scope;
    bool is_of_use = line2 <= walk->limit2;
    if (!is_of_use && !(around->counts && line2 <= around->within2)) return;
    around->looks_beyond += line2 > around->within2;
    if (scope->takes_all || scope_passes(scope, tree, resource)) {
        if (!is_of_use && around->is_firm && line2 <= around->sure2) {
            around->found++;
            return;
        }
        judge(around, tree, resource, line2);
    }
    set_limit(around);
}

/* Inside as a whole: nothing in it needs a look. */
static bool is_counted_whole(const struct around *around, const struct earth_box *box)
{
    return around->scope->takes_all && around->is_firm &&
           earth_box_farthest2(box, around->walk.from) <= around->sure2;
}

static void count_box(struct walk *walk, unsigned number, unsigned level, uint32_t index)
{
    struct around *around = walk->context;
    const struct point_tree *tree = walk->trees[number];
    const struct earth_box *box = &tree->boxes[tree->levels.start[level] + index];
    if (earth_box_distance2(box, walk->from) > around->within2) return;
    if (is_counted_whole(around, box)) {
        around->found += point_tree_count(tree, level, index);
        return;
    }
    if (level == 0) {
        walk_meet(walk, number, index);
        return;
    }
    struct tree_run run = tree_run(&tree->levels, tree->count, level, index);
    for (uint32_t i = run.first; i < run.end; i++) count_box(walk, number, level - 1, i);
}

static bool open_around(struct around *around, struct scope *scope, struct sink *sink)
{
    const struct search_query *query = scope->query;
    double radius_m = query->radius_m > 0 ? query->radius_m : INFINITY;
    double sure_m = radius_m <= CHORD_RANGE_M ? radius_m * CHORD_SHARE - GEO_CHORD_SLACK_M : -1;
    around->scope = scope;
    around->sink = sink;
    around->radius_m = radius_m;
    around->within2 = walk_line2(radius_m);
    around->sure2 = isinf(radius_m) ? INFINITY : earth_squared(sure_m);
    around->counts = query->radius_m > 0 || scope->count > 1;
    around->is_firm = scope_is_firm(query);
    around->looks_beyond = 0;
    around->found = 0;
    around->walk = (struct walk){.atlas = scope->atlas,
                                 .from = scope->origin.earth,
                                 .trees = scope->trees,
                                 .meet = meet,
                                 .pass = around->counts ? count_box : NULL,
                                 .context = around};
    return nearest_open(&around->hits, scope, query->offset + search_page_size(query)) &&
           nearest_open(&around->beyond, scope, SEARCH_NEAR_MISS_MAX);
}

static void give_page(struct around *around)
{
    struct search_result *out = around->sink->out;
    nearest_finish(&around->hits);
    for (size_t i = around->sink->query->offset; i < around->hits.count; i++) {
        const struct nearest_entry *entry = &around->hits.entries[i];
        scope_judge(around->scope, entry->resource, entry->least_m, &out->hits[out->count++]);
    }
    out->matched = around->found;
}

static void give_misses(struct around *around)
{
    struct search_hit miss;
    nearest_finish(&around->beyond);
    for (size_t i = 0; i < around->beyond.count; i++) {
        const struct nearest_entry *entry = &around->beyond.entries[i];
        scope_judge(around->scope, entry->resource, entry->least_m, &miss);
        search_keep_miss(around->scope, &miss, around->sink->out);
    }
}

/* Without hours and sessions nobody is known to be open. */
static bool may_answer(const struct scope *scope, atlas_id resource)
{
    const struct atlas *atlas = scope->atlas;
    return !scope->query->has_at || slices_has(&atlas->week_slices, resource) ||
           slices_has(&atlas->session_slices, resource);
}

/* How many answer, however far: by their numbers, which follow each other, while places must be
 * gathered. */
static size_t count_answers(const struct scope *scope)
{
    struct search_hit hit;
    size_t count = 0;
    if (search_needs_no_look(scope)) return scope->list_counts[0];
    for (size_t i = 0; i < scope->list_counts[0]; i++) {
        atlas_id resource = scope->lists[0] == NULL ? (atlas_id)i : scope->lists[0][i];
        if (!may_answer(scope, resource)) continue;
        if (!scope->takes_all && !scope_passes(scope, 0, resource)) continue;
        count += scope_judge(scope, resource, -1, &hit) == 0;
    }
    return count;
}

static void walk_all(struct around *around)
{
    around->found = around->hits.count = 0;
    set_limit(around);
    for (unsigned tree = 0; tree < around->scope->count; tree++) walk_tree(&around->walk, tree);
}

/* Where distance alone decides, what lies beyond the radius is not looked at before it is known
 * that the page is not filled: mostly it is. */
static void walk_within(struct around *around)
{
    struct sink *sink = around->sink;
    bool seeks_misses = sink->seeks_misses, is_twice = around->is_firm && !sink->is_fair;
    sink->seeks_misses = seeks_misses && !is_twice;
    walk_all(around);
    sink->seeks_misses = seeks_misses;
    if (seeks_misses && is_twice && !is_full(around)) walk_all(around);
}

enum status search_around(struct scope *scope, struct sink *sink)
{
    struct around around;
    if (!open_around(&around, scope, sink)) return STATUS_NO_MEMORY;
    walk_within(&around);
    if (!sink->is_fair) give_page(&around);
    if (!is_full(&around)) give_misses(&around);
    nearest_close(&around.hits);
    if (is_full(&around) && !around.counts) {
        sink->out->matched = count_answers(scope);
        return STATUS_OK;
    }
    /* those without a place come after all others */
    if (scope->query->radius_m <= 0) search_by_number(scope, (atlas_id)scope->atlas->placed, sink);
    return STATUS_OK;
}

bool search_needs_no_look(const struct scope *scope)
{
    return scope->takes_all && scope->query->radius_m <= 0 && scope_is_firm(scope->query);
}
