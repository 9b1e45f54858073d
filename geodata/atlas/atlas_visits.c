/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where people are visited at home: boxes around zones, a tree of them for each skill. */
#include "atlas/atlas_load.h"
#include "geometry/curve_order.h"

#include "base/lines.h"
#include "base/lists.h"

#include <math.h>
#include <stdlib.h>

/* A box that no place of the circle lies out of: a degree of longitude shortens towards the pole,
 * so the half-width is taken where the circle comes nearest to it; a hundredth is added for the
 * ellipsoid. Across the antimeridian or over a pole the box goes all the way round. */
static struct grid_box circle_box(const struct atlas *atlas, atlas_id resource, double radius_m)
{
    struct point center;
    atlas_point(atlas, resource, &center);
    double half = radius_m / 6335000.0 * 1.01; /* radians, on the ellipsoid's smallest radius */
    double top = center.lat + half * 180 / M_PI, bottom = center.lat - half * 180 / M_PI;
    double width = 360;
    if (top < 89 && bottom > -89) {
        double farthest = fmax(fabs(top), fabs(bottom)) * M_PI / 180;
        double ratio = sin(half) / cos(farthest);
        width = ratio < 1 ? asin(ratio) * 180 / M_PI * 1.01 : 360;
    }
    double west = center.lon - width, east = center.lon + width;
    if (west < -180 || east > 180) {
        west = -180;
        east = 180;
    }
    return (struct grid_box){.low = grid_of((struct point){.lon = west, .lat = fmax(bottom, -90)}),
                             .high = grid_of((struct point){.lon = east, .lat = fmin(top, 90)})};
}

/* A visit on its way to its place in the order. */
struct visit {
    struct grid_box box;
    uint64_t curve;
    struct atlas_visit kept;
};

/* What a piece of the work finds. */
struct visits_piece {
    struct list found; /* struct visit, in the order of resources */
    const struct visit *visits;
    const struct curve_place *order; /* of all of them, along the curve */
    size_t count;
    struct grid_box *boxes; /* of each item, in that order */
    struct list *by_skill;  /* the items that speak of each skill */
};

static struct visit visit_of(const struct atlas *atlas, atlas_id resource, uint32_t index)
{
    struct slice zones = slice_of(&atlas->zone_slices, resource);
    struct visit visit = {.kept = {.place = atlas->points[resource],
                                   .resource = resource,
                                   .zone = index,
                                   .is_only = zones.end - zones.first == 1}};
    if (index == ATLAS_NO_ZONE) {
        struct grid_point place = atlas->records[resource].point;
        visit.box = (struct grid_box){place, place};
    } else {
        const struct atlas_zone *zone = &atlas->zones[index];
        visit.box = zone->shape == ZONE_CIRCLE ? circle_box(atlas, resource, zone->radius_m)
                                               : polygon_box(atlas_zone_polygon(atlas, zone));
        if (zone->ring_count == 1) {
            const struct polygon_ring *ring = &atlas->polygons.rings[zone->first_ring];
            visit.kept.first_vertex = ring->first;
            visit.kept.vertices = ring->count & INT32_MAX;
        }
    }
    struct grid_point middle = {
        .lon = (int32_t)(((int64_t)visit.box.low.lon + visit.box.high.lon) / 2),
        .lat = (int32_t)(((int64_t)visit.box.low.lat + visit.box.high.lat) / 2)};
    visit.curve = hilbert_key(middle);
    return visit;
}

/* No zone that is included speaks of that skill, or one that we could not draw may. */
static bool is_unsaid(const struct atlas *atlas, atlas_id resource, skill_id skill)
{
    struct slice zones = slice_of(&atlas->zone_slices, resource);
    if (atlas->records[resource].zones_incomplete) return true;
    for (uint32_t i = zones.first; i < zones.end; i++) {
        if (atlas->zones[i].effect != ZONE_INCLUDE) continue;
        if (atlas_zone_is_about(atlas, &atlas->zones[i], skill)) return false;
    }
    return true;
}

static bool is_partly_unsaid(const struct atlas *atlas, atlas_id resource)
{
    struct slice skills = slice_of(&atlas->skill_slices, resource);
    bool is_unsaid_of_one = is_unsaid(atlas, resource, SKILL_NONE);
    for (uint32_t i = skills.first; i < skills.end && !is_unsaid_of_one; i++)
        is_unsaid_of_one = is_unsaid(atlas, resource, atlas->skill_of[i]);
    return is_unsaid_of_one;
}

static bool add_visits(const struct atlas *atlas, atlas_id resource, struct list *visits)
{
    const struct atlas_record *record = &atlas->records[resource];
    struct slice zones = slice_of(&atlas->zone_slices, resource);
    bool comes = zones.first < zones.end || record->home_visit == TRISTATE_YES;
    if (!comes || record->home_visit == TRISTATE_NO) return true;
    for (uint32_t i = zones.first; i < zones.end; i++) {
        if (atlas->zones[i].effect != ZONE_INCLUDE) continue;
        struct visit visit = visit_of(atlas, resource, i);
        if (!list_add(visits, 0, &visit)) return false;
    }
    if (!record->is_placed || !is_partly_unsaid(atlas, resource)) return true;
    struct visit visit = visit_of(atlas, resource, ATLAS_NO_ZONE);
    return list_add(visits, 0, &visit);
}

/* The skills it can be asked for are found in their trees; `all` gets one item for each. */
static bool add_to_skills(const struct atlas *atlas, const struct atlas_visit *visit, uint32_t item,
                          struct list *all)
{
    struct slice skills = slice_of(&atlas->skill_slices, visit->resource);
    for (uint32_t i = skills.first; i < skills.end; i++) {
        skill_id skill = atlas->skill_of[i];
        bool is_about = visit->zone == ATLAS_NO_ZONE
                            ? is_unsaid(atlas, visit->resource, skill)
                            : atlas_zone_is_about(atlas, &atlas->zones[visit->zone], skill);
        if (is_about && !list_add(all, skill, &item)) return false;
    }
    return true;
}

static enum status find_piece(struct loading *loading, const struct piece *piece, void *context)
{
    struct visits_piece *visits = context;
    for (atlas_id resource = piece->begin; resource < piece->end; resource++) {
        if (!add_visits(loading->atlas, resource, &visits->found)) return STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

/* Items begin .. end - 1: the share of this piece. */
static enum status keep_piece(struct loading *loading, const struct piece *piece, void *context)
{
    struct atlas *atlas = loading->atlas;
    struct visits_piece *visits = context;
    size_t begin = visits->count * piece->begin / (atlas->count + (atlas->count == 0));
    size_t end = visits->count * piece->end / (atlas->count + (atlas->count == 0));
    for (size_t i = begin; i < end; i++) {
        const struct visit *visit = &visits->visits[visits->order[i].item];
        visits->boxes[i] = visit->box;
        atlas->visit_of[i] = visit->kept;
        if (!add_to_skills(atlas, &visit->kept, (uint32_t)i, visits->by_skill))
            return STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

/* Those at the same point of the curve stay in the order of resources. */
static struct curve_place *order_visits(const struct list *all)
{
    const struct visit *visits = (const struct visit *)all->items;
    struct curve_place *order = calloc(all->count + 1, sizeof *order);
    if (order == NULL) return NULL;
    for (size_t i = 0; i < all->count; i++)
        order[i] = (struct curve_place){.key = visits[i].curve, .item = (uint32_t)i};
    if (curve_sort(order, all->count)) return order;
    free(order);
    return NULL;
}

static enum status keep_visits(struct loading *loading, struct visits_piece *pieces,
                               const struct list *all, struct grid_box *boxes,
                               struct list *by_skill)
{
    struct atlas *atlas = loading->atlas;
    struct curve_place *order = order_visits(all);
    atlas->visit_of = lines_new(all->count, sizeof *atlas->visit_of);
    enum status status = STATUS_NO_MEMORY;
    if (order == NULL || atlas->visit_of == NULL) goto done;
    for (size_t i = 0; i < loading->piece_count; i++) {
        pieces[i].visits = (const struct visit *)all->items;
        pieces[i].order = order;
        pieces[i].count = all->count;
        pieces[i].boxes = boxes;
        pieces[i].by_skill = &by_skill[i];
    }
    status = pieces_do(loading, keep_piece, pieces, sizeof *pieces);
    if (status == STATUS_OK && !box_tree_build(&atlas->visits, NULL, (uint32_t)all->count, boxes))
        status = STATUS_NO_MEMORY;
done:
    free(order);
    return status;
}

static bool build_trees(struct atlas *atlas, const struct grid_box *boxes)
{
    size_t skill_count = skills_count(atlas->skills);
    atlas->visits_by_skill = calloc(skill_count + 1, sizeof *atlas->visits_by_skill);
    if (atlas->visits_by_skill == NULL) return false;
    for (uint32_t skill = 0; skill < skill_count; skill++) {
        struct slice items = slice_of(&atlas->visit_slices, skill);
        if (!box_tree_build(&atlas->visits_by_skill[skill], atlas->visit_items + items.first,
                            items.end - items.first, boxes))
            return false;
    }
    return true;
}

static bool join_visits(struct loading *loading, struct visits_piece *pieces, struct list *all)
{
    struct list *found = lists_new(loading->piece_count, sizeof(struct visit));
    if (found == NULL) return false;
    for (size_t i = 0; i < loading->piece_count; i++) {
        found[i] = pieces[i].found;
        pieces[i].found = (struct list){0};
    }
    bool joined = lists_join(found, loading->piece_count, all);
    lists_free(found, loading->piece_count);
    return joined;
}

enum status load_visits(struct loading *loading)
{
    struct atlas *atlas = loading->atlas;
    size_t pieces = loading->piece_count;
    struct list all = {0}, *by_skill = lists_new(pieces, sizeof(uint32_t));
    struct visits_piece *visits = calloc(pieces, sizeof *visits);
    struct grid_box *boxes = NULL;
    enum status status = STATUS_NO_MEMORY;
    if (by_skill == NULL || visits == NULL) goto done;
    for (size_t i = 0; i < pieces; i++) visits[i].found.size = sizeof(struct visit);
    status = pieces_do(loading, find_piece, visits, sizeof *visits);
    if (status == STATUS_OK && !join_visits(loading, visits, &all)) status = STATUS_NO_MEMORY;
    if (status == STATUS_OK) boxes = malloc((all.count + 1) * sizeof *boxes);
    if (status == STATUS_OK && boxes == NULL) status = STATUS_NO_MEMORY;
    if (status == STATUS_OK) status = keep_visits(loading, visits, &all, boxes, by_skill);
    /* one after the other: two pieces have items of the same skill */
    if (status == STATUS_OK && (!lists_slice(by_skill, pieces, 1, skills_count(atlas->skills),
                                             &atlas->visit_slices, (void **)&atlas->visit_items) ||
                                !build_trees(atlas, boxes)))
        status = STATUS_NO_MEMORY;
done:
    for (size_t i = 0; visits != NULL && i < pieces; i++) list_free(&visits[i].found);
    free(visits);
    free(boxes);
    lists_free(by_skill, pieces);
    list_free(&all);
    return status;
}
