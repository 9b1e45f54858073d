/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search_scope.h"

#include <math.h>

static bool covers(const struct atlas *atlas, const struct atlas_zone *zone, struct point point)
{
    if (zone->shape == ZONE_CIRCLE) return geo_distance_m(zone->center, point) <= zone->radius_m;
    return polygon_covers(atlas_zone_polygon(atlas, zone), grid_of(point));
}

static double outside_m(const struct atlas *atlas, const struct atlas_zone *zone,
                        struct point point)
{
    if (zone->shape == ZONE_CIRCLE) return geo_distance_m(zone->center, point) - zone->radius_m;
    return polygon_distance_m(atlas_zone_polygon(atlas, zone), point);
}

/* A zone said for one skill speaks of its finer acts, and a zone for a finer act is asked when the
 * broader one is. SKILL_NONE: any skill will do. */
static bool speaks_of(const struct atlas *atlas, const struct atlas_zone *zone, skill_id asked)
{
    if (zone->skill == SKILL_NONE || asked == SKILL_NONE) return true;
    return skills_is_a(atlas->skills, asked, zone->skill) ||
           skills_is_a(atlas->skills, zone->skill, asked);
}

/* For one skill: REASON_ZONE_COVERS, REASON_EXCLUDED, REASON_OUTSIDE_ZONE, or REASON_ZONE_UNKNOWN
 * when no zone speaks of it, or the door is outside those that we could draw. */
static enum reason judge_skill(const struct scope *scope, atlas_id resource, skill_id asked,
                               const struct atlas_zone **zone, double *least_m)
{
    const struct atlas *atlas = scope->atlas;
    struct point door = scope->query->center;
    enum reason reason = REASON_ZONE_UNKNOWN;
    size_t count;
    const struct atlas_zone *zones = atlas_zones(atlas, resource, &count);
    *least_m = INFINITY;
    *zone = NULL;
    for (size_t i = 0; i < count && reason != REASON_ZONE_COVERS; i++) {
        if (zones[i].effect != ZONE_INCLUDE || !speaks_of(atlas, &zones[i], asked)) continue;
        bool covered = covers(atlas, &zones[i], door);
        double distance_m = covered ? 0 : outside_m(atlas, &zones[i], door);
        reason = covered ? REASON_ZONE_COVERS : REASON_OUTSIDE_ZONE;
        if (distance_m >= *least_m) continue;
        *least_m = distance_m;
        *zone = &zones[i];
    }
    bool unsure = atlas->records[resource].zones_incomplete && reason == REASON_OUTSIDE_ZONE;
    if (unsure) *zone = NULL;
    if (reason != REASON_ZONE_COVERS) return unsure ? REASON_ZONE_UNKNOWN : reason;
    for (size_t i = 0; i < count; i++) {
        if (zones[i].effect != ZONE_EXCLUDE || !speaks_of(atlas, &zones[i], asked)) continue;
        if (!covers(atlas, &zones[i], door)) continue;
        *zone = &zones[i];
        return REASON_EXCLUDED;
    }
    return REASON_ZONE_COVERS;
}

/* All skills asked must be covered, and one at least of those asked as alternatives. */
enum reason home_judge(const struct scope *scope, atlas_id resource, const struct atlas_zone **zone,
                       double *least_m)
{
    const struct search_query *query = scope->query;
    uint8_t said = scope->atlas->records[resource].home_visit;
    size_t zone_count;
    atlas_zones(scope->atlas, resource, &zone_count);
    *zone = NULL;
    if (said != TRISTATE_YES && zone_count == 0) return REASON_HOME_UNKNOWN;

    enum reason reason = REASON_ZONE_COVERS;
    for (size_t i = 0; i < query->skill_count; i++) {
        reason = judge_skill(scope, resource, query->skills[i], zone, least_m);
        if (reason != REASON_ZONE_COVERS) return reason;
    }
    for (size_t i = 0; i < query->any_skill_count; i++) {
        if (!atlas_has_skill(scope->atlas, resource, query->any_skills[i])) continue;
        reason = judge_skill(scope, resource, query->any_skills[i], zone, least_m);
        if (reason == REASON_ZONE_COVERS) return reason;
    }
    if (query->skill_count + query->any_skill_count > 0) return reason;
    return judge_skill(scope, resource, SKILL_NONE, zone, least_m);
}
