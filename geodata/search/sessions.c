/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/sessions.h"

#include "atlas/atlas_data.h"

#include <stdlib.h>

/* The earliest so far; what begins after the last of a full page is not even looked for. */
struct gathering {
    const struct atlas *atlas;
    const struct sessions_query *query;
    struct session_found *found; /* room for `capacity` */
    struct interval *dates;      /* of one session: room for `wanted` */
    size_t count, capacity;
    size_t wanted; /* the page, and one more that tells whether there is more */
    instant to;
};

static int compare_found(const void *a, const void *b)
{
    const struct session_found *left = a, *right = b;
    if (left->when.from != right->when.from) return left->when.from < right->when.from ? -1 : 1;
    bool left_known = left->distance_m >= 0, right_known = right->distance_m >= 0;
    if (left_known != right_known) return left_known ? -1 : 1;
    if (left->distance_m != right->distance_m) return left->distance_m < right->distance_m ? -1 : 1;
    if (left->resource != right->resource) return left->resource < right->resource ? -1 : 1;
    return left->session < right->session ? -1 : left->session > right->session;
}

static void keep_earliest(struct gathering *gathering)
{
    if (gathering->count == 0) return;
    qsort(gathering->found, gathering->count, sizeof *gathering->found, compare_found);
    if (gathering->count < gathering->wanted) return;
    gathering->count = gathering->wanted;
    gathering->to = gathering->found[gathering->wanted - 1].when.from + 1;
}

/* Is it asked for, and near enough? */
static bool is_wanted(const struct gathering *gathering, const struct session_host *host,
                      double *distance_m)
{
    const struct sessions_query *query = gathering->query;
    const struct atlas *atlas = gathering->atlas;
    struct point place;
    *distance_m = -1;
    if (query->has_resource && host->resource != query->resource) return false;
    if (query->skill != SKILL_NONE &&
        (host->skill == SKILL_NONE || !skills_is_a(atlas->skills, host->skill, query->skill)))
        return false;
    if (!query->has_center) return true;
    if (atlas_point(atlas, host->resource, &place))
        *distance_m = geo_distance_m(query->center, place);
    return query->radius_m <= 0 || (*distance_m >= 0 && *distance_m <= query->radius_m);
}

static void gather(struct gathering *gathering, size_t index)
{
    const struct atlas *atlas = gathering->atlas;
    const struct session_host *host = &atlas->session_hosts[index];
    struct session_found found = {.session = &atlas->sessions[index],
                                  .skill = host->skill,
                                  .resource = host->resource,
                                  .name = host->name,
                                  .place = &host->place};
    size_t count = 0;
    if (!is_wanted(gathering, host, &found.distance_m)) return;
    if (session_occurrences(found.session, atlas->timezone, gathering->query->from, gathering->to,
                            gathering->wanted, gathering->dates, &count) != STATUS_OK)
        return; /* a rule that no calendar can follow */
    if (gathering->count + count > gathering->capacity) keep_earliest(gathering);
    for (size_t i = 0; i < count; i++) {
        found.when = gathering->dates[i];
        gathering->found[gathering->count++] = found;
    }
}

static bool is_valid(const struct atlas *atlas, const struct sessions_query *query)
{
    if (query->to <= query->from || query->limit == 0 || query->limit > SESSIONS_LIMIT_MAX)
        return false;
    if (query->skill != SKILL_NONE && query->skill >= skills_count(atlas->skills)) return false;
    if (query->has_center) return geo_point_is_valid(query->center) && query->radius_m >= 0;
    return query->radius_m == 0;
}

enum status sessions_find(const struct atlas *atlas, const struct sessions_query *query,
                          struct sessions_result *out)
{
    *out = (struct sessions_result){0};
    if (!is_valid(atlas, query)) return STATUS_INVALID;
    size_t wanted = query->limit + 1;
    struct gathering gathering = {
        .atlas = atlas, .query = query, .wanted = wanted, .capacity = 4 * wanted, .to = query->to};
    gathering.found = calloc(gathering.capacity, sizeof *gathering.found);
    gathering.dates = calloc(wanted, sizeof *gathering.dates);
    enum status status = STATUS_NO_MEMORY;
    if (gathering.found == NULL || gathering.dates == NULL) goto done;

    for (size_t i = 0; i < atlas->facts.sessions; i++) gather(&gathering, i);
    keep_earliest(&gathering);
    out->has_more = gathering.count > query->limit;
    out->count = out->has_more ? query->limit : gathering.count;
    out->found = gathering.found;
    gathering.found = NULL;
    status = STATUS_OK;
done:
    free(gathering.found);
    free(gathering.dates);
    return status;
}

void sessions_free(struct sessions_result *result)
{
    free(result->found);
    *result = (struct sessions_result){0};
}
