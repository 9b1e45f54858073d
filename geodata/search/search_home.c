/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a resource come to the door? How far outside a zone it is, is exact as far as it is worth.
 */
#include "search/search_scope.h"

#include <math.h>

/* From the middle of a circle; exact up to `limit_m`. */
static double middle_m(const struct scope *scope, atlas_id resource, double limit_m)
{
    struct point middle;
    atlas_point(scope->atlas, resource, &middle);
    return geo_distance_within(&scope->origin, middle, limit_m);
}

static double outside_m(const struct scope *scope, atlas_id resource, const struct atlas_zone *zone)
{
    if (zone->shape == ZONE_CIRCLE)
        return middle_m(scope, resource, scope->worth_m + zone->radius_m) - zone->radius_m;
    return polygon_distance_m(atlas_zone_polygon(scope->atlas, zone), &scope->origin,
                              scope->worth_m);
}

bool home_covers(const struct scope *scope, atlas_id resource, const struct atlas_zone *zone)
{
    if (zone->shape == ZONE_CIRCLE)
        return middle_m(scope, resource, zone->radius_m) <= zone->radius_m;
    return polygon_covers(atlas_zone_polygon(scope->atlas, zone), grid_of(scope->query->center));
}

static bool is_excluded(const struct scope *scope, atlas_id resource, skill_id asked,
                        const struct atlas_zone **zone)
{
    size_t count;
    const struct atlas_zone *zones = atlas_zones(scope->atlas, resource, &count);
    for (size_t i = 0; i < count; i++) {
        if (zones[i].effect != ZONE_EXCLUDE) continue;
        if (!atlas_zone_is_about(scope->atlas, &zones[i], asked) ||
            !home_covers(scope, resource, &zones[i]))
            continue;
        *zone = &zones[i];
        return true;
    }
    return false;
}

/* For one skill. Not said: no zone speaks of it, or the door is outside those that we could draw.
 */
static struct home_verdict judge_skill(const struct scope *scope, atlas_id resource, skill_id asked)
{
    const struct atlas *atlas = scope->atlas;
    struct home_verdict verdict = {.reason = REASON_OUTSIDE_ZONE, .outside_m = INFINITY};
    const struct home_verdict unsaid = {.reason = REASON_ZONE_COVERS,
                                        .unsaid = REASON_ZONE_UNKNOWN};
    size_t count;
    const struct atlas_zone *zones = atlas_zones(atlas, resource, &count);
    for (size_t i = 0; i < count && verdict.reason != REASON_ZONE_COVERS; i++) {
        if (zones[i].effect != ZONE_INCLUDE) continue;
        if (!atlas_zone_is_about(atlas, &zones[i], asked)) continue;
        bool covered = home_covers(scope, resource, &zones[i]);
        double zone_m = covered ? 0 : outside_m(scope, resource, &zones[i]);
        if (zone_m < verdict.outside_m || verdict.zone == NULL)
            verdict = (struct home_verdict){.zone = &zones[i], .outside_m = zone_m};
        verdict.reason = covered ? REASON_ZONE_COVERS : REASON_OUTSIDE_ZONE;
    }
    if (verdict.zone == NULL) return unsaid;
    if (verdict.reason == REASON_OUTSIDE_ZONE)
        return atlas->records[resource].zones_incomplete ? unsaid : verdict;
    if (is_excluded(scope, resource, asked, &verdict.zone)) verdict.reason = REASON_EXCLUDED;
    return verdict;
}

/* Nothing against it, not said, outside a zone (the farther the worse), excluded. */
static int severity(const struct home_verdict *verdict)
{
    if (verdict->reason == REASON_EXCLUDED) return 3;
    if (verdict->reason == REASON_OUTSIDE_ZONE) return 2;
    return verdict->unsaid != 0 ? 1 : 0;
}

/* Of two alternatives the better one. */
static struct home_verdict either(struct home_verdict a, struct home_verdict b)
{
    if (severity(&a) != severity(&b)) return severity(&a) < severity(&b) ? a : b;
    return a.reason != REASON_OUTSIDE_ZONE || a.outside_m <= b.outside_m ? a : b;
}

/* Where both are asked, outside a zone is what is told, of the farther one; what is not said of one
 * of them stays not said. */
static struct home_verdict both(struct home_verdict a, struct home_verdict b)
{
    bool a_is_outside = a.reason == REASON_OUTSIDE_ZONE;
    bool b_is_outside = b.reason == REASON_OUTSIDE_ZONE;
    bool is_b = severity(&b) > severity(&a);
    if (a_is_outside != b_is_outside) is_b = b_is_outside;
    if (a_is_outside && b_is_outside) is_b = b.outside_m > a.outside_m;
    struct home_verdict worse = is_b ? b : a;
    worse.unsaid = a.unsaid != 0 ? a.unsaid : b.unsaid;
    return worse;
}

struct home_verdict home_judge(const struct scope *scope, atlas_id resource)
{
    const struct search_query *query = scope->query;
    struct home_verdict verdict = {.reason = REASON_ZONE_COVERS};
    struct home_verdict best = {.reason = REASON_EXCLUDED}; /* so far none */
    size_t zone_count;
    atlas_zones(scope->atlas, resource, &zone_count);
    if (zone_count == 0 && scope->atlas->records[resource].home_visit != TRISTATE_YES) {
        verdict.unsaid = REASON_HOME_UNKNOWN;
        return verdict;
    }
    if (query->skill_count + query->any_skill_count == 0)
        return judge_skill(scope, resource, SKILL_NONE);
    for (size_t i = 0; i < query->skill_count; i++) {
        struct home_verdict one = judge_skill(scope, resource, query->skills[i]);
        verdict = i == 0 ? one : both(verdict, one);
    }
    for (size_t i = 0; i < query->any_skill_count; i++) {
        if (!atlas_has_skill(scope->atlas, resource, query->any_skills[i])) continue;
        struct home_verdict one = judge_skill(scope, resource, query->any_skills[i]);
        best = either(one, best);
    }
    if (query->any_skill_count == 0) return verdict;
    return query->skill_count == 0 ? best : both(verdict, best);
}
