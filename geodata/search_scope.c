/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search_scope.h"

#include <string.h>

static void look_among(struct scope *scope, skill_id skill)
{
    const struct atlas *atlas = scope->atlas;
    scope->trees[scope->count] = &atlas->by_skill[skill];
    scope->lists[scope->count] = atlas->having + slice_of(&atlas->having_slices, skill).first;
    scope->list_counts[scope->count] = atlas_skill_count(atlas, skill);
    scope->count++;
}

/* Nothing is asked but one skill, or none, and it is not one that sessions alone may hold. */
static bool is_all_asked(const struct atlas *atlas, const struct search_query *query)
{
    size_t asked = query->skill_count + query->any_skill_count;
    if (asked > 1 || query->among != NULL || query->kinds != 0 || query->with_sessions ||
        query->mode != SEARCH_ANYWHERE || query->walk_in || query->wheelchair ||
        query->language != NULL || query->fees != NULL)
        return false;
    const skill_id *skill = query->skill_count > 0 ? query->skills : query->any_skills;
    return asked == 0 || !atlas->in_sessions[*skill];
}

/* The rarest skill asked has the smallest tree; alternatives need one tree each. */
void scope_open(struct scope *scope, const struct atlas *atlas, const struct search_query *query)
{
    *scope =
        (struct scope){.atlas = atlas, .query = query, .takes_all = is_all_asked(atlas, query)};
    if (query->skill_count > 0) {
        skill_id rarest = query->skills[0];
        for (size_t i = 1; i < query->skill_count; i++) {
            if (atlas_skill_count(atlas, query->skills[i]) < atlas_skill_count(atlas, rarest)) {
                rarest = query->skills[i];
            }
        }
        look_among(scope, rarest);
        return;
    }
    for (size_t i = 0; i < query->any_skill_count; i++) look_among(scope, query->any_skills[i]);
    if (scope->count > 0) return;
    scope->trees[0] = &atlas->everything;
    scope->list_counts[0] = atlas->count;
    scope->count = 1;
}

static bool has_skills(const struct scope *scope, unsigned tree, atlas_id resource)
{
    const struct search_query *query = scope->query;
    for (size_t i = 0; i < query->skill_count; i++) {
        if (!atlas_has_skill(scope->atlas, resource, query->skills[i])) return false;
    }
    if (query->any_skill_count == 0) return true;
    for (size_t i = 0; i < query->any_skill_count; i++) {
        if (!atlas_has_skill(scope->atlas, resource, query->any_skills[i])) continue;
        /* in several trees: only the first one gives it */
        return query->skill_count > 0 || i == tree;
    }
    return false;
}

static bool speaks(const struct atlas *atlas, const struct atlas_record *record,
                   const char *language)
{
    if (record->languages == 0) return false;
    size_t length = strlen(language);
    const char *languages = atlas->languages.data + record->languages;
    for (const char *at = strstr(languages, language); at != NULL; at = strstr(at + 1, language)) {
        if (at[-1] == ' ' && at[length] == ' ') return true;
    }
    return false;
}

static bool is_received(const struct atlas *atlas, const struct atlas_record *record,
                        const struct search_query *query)
{
    if (query->wheelchair && record->wheelchair != TRISTATE_YES) return false;
    if (query->language != NULL && !speaks(atlas, record, query->language)) return false;
    if (query->fees != NULL && record->fees != (unsigned char)query->fees[0]) return false;
    if (query->mode == SEARCH_HOME && record->home_visit == TRISTATE_NO) return false;
    if (query->mode == SEARCH_OFFICE && !record->is_placed) return false;
    return query->mode != SEARCH_REMOTE || record->remote == TRISTATE_YES;
}

static bool is_among(const struct search_query *query, atlas_id resource)
{
    size_t low = 0, high = query->among_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (query->among[middle] < resource) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < query->among_count && query->among[low] == resource;
}

bool scope_passes(void *context, unsigned tree, atlas_id resource)
{
    const struct scope *scope = context;
    const struct search_query *query = scope->query;
    if (query->among != NULL && !is_among(query, resource)) return false;
    const struct atlas_record *record = &scope->atlas->records[resource];
    if (query->kinds != 0 && (query->kinds & 1u << record->kind) == 0) return false;
    if (!is_received(scope->atlas, record, query) || !has_skills(scope, tree, resource))
        return false;
    return !scope_is_by_session(scope, resource) || scope_has_session(scope, resource);
}

/* Within weekly hours, or during a session that fits (`*session`), at `at` or at some moment until
 * `until`. */
static struct opening opening_for(const struct scope *scope, atlas_id resource, instant at,
                                  instant until, struct interval *session)
{
    const struct atlas *atlas = scope->atlas;
    struct opening opening = {.state = OPEN_NO};
    if (!scope_is_by_session(scope, resource)) opening = atlas_opening(atlas, resource, at, until);
    if (opening.state == OPEN_YES) return opening;
    if (scope_in_session(scope, resource, at, until <= at ? at + 1 : until, session))
        opening.state = OPEN_YES;
    return opening;
}

bool scope_is_firm(const struct search_query *query)
{
    return !query->has_at && !query->new_patients && query->mode != SEARCH_HOME;
}

static void fail(struct search_hit *miss, enum reason reason, double value_m, unsigned *failures)
{
    miss->reason = reason;
    miss->value_m = value_m;
    ++*failures;
}

static bool is_unsaid(enum reason reason)
{
    return reason == REASON_ZONE_UNKNOWN || reason == REASON_HOME_UNKNOWN ||
           reason == REASON_HOURS_UNKNOWN || reason == REASON_HOLIDAY_UNKNOWN ||
           reason == REASON_NEW_PATIENTS_UNKNOWN;
}

static void judge_place(const struct scope *scope, struct search_hit *miss, unsigned *failures)
{
    const struct search_query *query = scope->query;
    bool is_limited = query->radius_m > 0 && query->mode != SEARCH_HOME;
    if (is_limited && (miss->distance_m < 0 || miss->distance_m > query->radius_m))
        fail(miss, REASON_BEYOND_RADIUS, miss->distance_m, failures);
    if (query->mode != SEARCH_HOME) return;

    double outside_m = 0;
    enum reason reason = home_judge(scope, miss->resource, &miss->zone, &outside_m);
    if (reason == REASON_ZONE_COVERS) {
        miss->reason = reason;
    } else if (is_unsaid(reason)) {
        miss->unknown |= 1u << reason;
    } else {
        fail(miss, reason, outside_m, failures);
    }
}

static void judge_new_patients(const struct scope *scope, struct search_hit *miss,
                               unsigned *failures)
{
    if (!scope->query->new_patients) return;
    uint8_t said = scope->atlas->records[miss->resource].new_patients;
    if (said == TRISTATE_NO) fail(miss, REASON_NEW_PATIENTS_NO, -1, failures);
    if (said == TRISTATE_UNKNOWN) miss->unknown |= 1u << REASON_NEW_PATIENTS_UNKNOWN;
}

static void judge_time(const struct scope *scope, struct search_hit *miss, unsigned *failures)
{
    const struct search_query *query = scope->query;
    if (!query->has_at) return;
    struct opening opening =
        opening_for(scope, miss->resource, query->at, query->until, &miss->session);
    enum reason unknown = opening.is_holiday ? REASON_HOLIDAY_UNKNOWN : REASON_HOURS_UNKNOWN;
    if (opening.state == OPEN_NO) fail(miss, REASON_CLOSED, -1, failures);
    if (opening.state == OPEN_UNKNOWN) miss->unknown |= 1u << unknown;
}

unsigned scope_judge(const struct scope *scope, atlas_id resource, double distance_m,
                     struct search_hit *miss)
{
    unsigned failures = 0;
    *miss = (struct search_hit){.resource = resource,
                                .distance_m = distance_m,
                                .reason = REASON_DISTANCE,
                                .value_m = distance_m};
    judge_place(scope, miss, &failures);
    judge_new_patients(scope, miss, &failures);
    judge_time(scope, miss, &failures);
    if (miss->unknown == 0) return failures;
    if (failures == 0) { /* the first of them names the miss */
        miss->value_m = -1;
        miss->reason = (enum reason)__builtin_ctz(miss->unknown);
    }
    return failures + 1;
}
