/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where people are visited at home: boxes around zones, a tree of them for each skill. */
#include "atlas_load.h"

#include "lists.h"

#include <math.h>
#include <stdlib.h>

/* A box that no place of the circle lies out of: a degree of longitude shortens towards the pole,
 * so the half-width is taken where the circle comes nearest to it; a hundredth is added for the
 * ellipsoid. Across the antimeridian or over a pole the box goes all the way round. */
static struct grid_box circle_box(struct point center, double radius_m)
{
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

#define NO_ZONE UINT32_MAX

/* A zone that is included; or, of someone who comes home and did not say where, the place. */
struct visit {
    struct grid_box box;
    uint64_t curve;
    uint32_t zone; /* NO_ZONE: the place */
    atlas_id resource;
};

static int compare_visits(const void *a, const void *b)
{
    const struct visit *left = a, *right = b;
    if (left->curve != right->curve) return left->curve < right->curve ? -1 : 1;
    if (left->resource != right->resource) return left->resource < right->resource ? -1 : 1;
    return left->zone < right->zone ? -1 : left->zone > right->zone;
}

static struct visit visit_of(const struct atlas *atlas, atlas_id resource, uint32_t index)
{
    struct visit visit = {.zone = index, .resource = resource};
    if (index == NO_ZONE) {
        struct grid_point place = atlas->records[resource].point;
        visit.box = (struct grid_box){place, place};
    } else {
        const struct atlas_zone *zone = &atlas->zones[index];
        visit.box = zone->shape == ZONE_CIRCLE ? circle_box(zone->center, zone->radius_m)
                                               : polygon_box(atlas_zone_polygon(atlas, zone));
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
    struct visit visit = visit_of(atlas, resource, NO_ZONE);
    return list_add(visits, 0, &visit);
}

/* The skills it can be asked for are found in their trees; `all` gets one item for each. */
static bool add_to_skills(const struct atlas *atlas, const struct visit *visit, uint32_t item,
                          struct list *all)
{
    struct slice skills = slice_of(&atlas->skill_slices, visit->resource);
    for (uint32_t i = skills.first; i < skills.end; i++) {
        skill_id skill = atlas->skill_of[i];
        bool is_about = visit->zone == NO_ZONE
                            ? is_unsaid(atlas, visit->resource, skill)
                            : atlas_zone_is_about(atlas, &atlas->zones[visit->zone], skill);
        if (is_about && !list_add(all, skill, &item)) return false;
    }
    return true;
}

static bool keep_visits(struct atlas *atlas, const struct list *visits, struct list *all)
{
    const struct visit *each = (const struct visit *)visits->items;
    atlas->visit_boxes = calloc(visits->count + 1, sizeof *atlas->visit_boxes);
    atlas->visitors = calloc(visits->count + 1, sizeof *atlas->visitors);
    if (atlas->visit_boxes == NULL || atlas->visitors == NULL) return false;
    for (uint32_t i = 0; i < visits->count; i++) {
        atlas->visit_boxes[i] = each[i].box;
        atlas->visitors[i] = each[i].resource;
        if (!add_to_skills(atlas, &each[i], i, all)) return false;
    }
    return box_tree_build(&atlas->visits, NULL, (uint32_t)visits->count, atlas->visit_boxes);
}

static bool build_trees(struct atlas *atlas)
{
    size_t skill_count = skills_count(atlas->skills);
    atlas->visits_by_skill = calloc(skill_count + 1, sizeof *atlas->visits_by_skill);
    if (atlas->visits_by_skill == NULL) return false;
    for (uint32_t skill = 0; skill < skill_count; skill++) {
        struct slice items = slice_of(&atlas->visit_slices, skill);
        if (!box_tree_build(&atlas->visits_by_skill[skill], atlas->visit_items + items.first,
                            items.end - items.first, atlas->visit_boxes))
            return false;
    }
    return true;
}

enum status load_visits(struct loading *loading)
{
    struct atlas *atlas = loading->atlas;
    struct list visits = {.size = sizeof(struct visit)}, all = {.size = sizeof(uint32_t)};
    bool done = true;
    for (atlas_id resource = 0; done && resource < atlas->count; resource++)
        done = add_visits(atlas, resource, &visits);
    if (visits.count > 0) qsort(visits.items, visits.count, visits.size, compare_visits);
    done = done && keep_visits(atlas, &visits, &all);
    list_free(&visits);
    done = done && lists_slice(&all, 1, 1, skills_count(atlas->skills), &atlas->visit_slices,
                               (void **)&atlas->visit_items);
    list_free(&all);
    return done && build_trees(atlas) ? STATUS_OK : STATUS_NO_MEMORY;
}
