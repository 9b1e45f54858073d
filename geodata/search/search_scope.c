/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search/search_scope.h"

#include <math.h>
#include <string.h>

static void look_among(struct scope *scope, skill_id skill)
{
    const struct atlas *atlas = scope->atlas;
    scope->trees[scope->count] = &atlas->by_skill[skill];
    scope->lists[scope->count] = atlas->having + slice_of(&atlas->having_slices, skill).first;
    scope->list_counts[scope->count] = atlas_skill_count(atlas, skill);
    scope->visits[scope->count] = &atlas->visits_by_skill[skill];
    scope->count++;
}

/* Nothing is asked but one skill, or none, and it is not one that sessions alone may hold. Who
 * comes home is asked of visits, which those have who did not say no. */
static bool is_all_asked(const struct atlas *atlas, const struct search_query *query)
{
    size_t asked = query->skill_count + query->any_skill_count;
    if (asked > 1 || query->among != NULL || query->kinds != 0 || query->with_sessions ||
        (query->mode != SEARCH_ANYWHERE && query->mode != SEARCH_HOME))
        return false;
    const skill_id *skill = query->skill_count > 0 ? query->skills : query->any_skills;
    return asked == 0 || !atlas->in_sessions[*skill];
}

static void find_by_appointment(struct scope *scope, const skill_id *asked, size_t count)
{
    const struct skills *skills = atlas_skills(scope->atlas);
    size_t most = sizeof scope->by_appointment / sizeof *scope->by_appointment;
    for (size_t id = 0; id < skills_count(skills); id++) {
        if (!skills_is_by_appointment(skills, (skill_id)id)) continue;
        for (size_t i = 0; i < count && scope->by_appointment_count < most; i++) {
            unsigned at = scope->by_appointment_count;
            if (asked[i] != id && skills_get(skills, (skill_id)id)->parent != asked[i]) continue;
            scope->by_appointment[at].asked = asked[i];
            scope->by_appointment[at].done = (skill_id)id;
            scope->by_appointment_count++;
        }
    }
}

/* The rarest skill asked has the smallest tree; alternatives need one tree each. */
void scope_open(struct scope *scope, const struct atlas *atlas, const struct search_query *query)
{
    *scope = (struct scope){.atlas = atlas,
                            .query = query,
                            .takes_all = is_all_asked(atlas, query),
                            .worth_m = INFINITY};
    if (query->has_center) scope->origin = geo_origin(query->center);
    if (query->walk_in) find_by_appointment(scope, query->skills, query->skill_count);
    if (query->walk_in) find_by_appointment(scope, query->any_skills, query->any_skill_count);
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
    scope->visits[0] = &atlas->visits;
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

/* Who said that they do not receive in this way at all. */
static bool is_received(const struct atlas_record *record, const struct search_query *query)
{
    if (query->mode == SEARCH_HOME && record->home_visit == TRISTATE_NO) return false;
    if (query->mode == SEARCH_OFFICE && !record->is_placed) return false;
    return query->mode != SEARCH_REMOTE || record->remote != TRISTATE_NO;
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

bool scope_passes(const struct scope *scope, unsigned tree, atlas_id resource)
{
    const struct search_query *query = scope->query;
    if (query->among != NULL && !is_among(query, resource)) return false;
    const struct atlas_record *record = &scope->atlas->records[resource];
    if (query->kinds != 0 && (query->kinds & 1u << record->kind) == 0) return false;
    if (!is_received(record, query) || !has_skills(scope, tree, resource)) return false;
    return !scope_is_by_session(scope, resource) || scope_has_session(scope, resource, WALK_IN_ANY);
}

bool scope_passes_any(const struct scope *scope, atlas_id resource)
{
    for (unsigned tree = 0; tree < scope->count; tree++) {
        if (scope_passes(scope, tree, resource)) return true;
    }
    return false;
}

bool scope_is_of_place(const struct search_query *query)
{
    return !query->has_at && !query->new_patients && !query->walk_in && !query->wheelchair &&
           query->language == NULL && query->fees == NULL && query->mode != SEARCH_REMOTE;
}

bool scope_is_firm(const struct search_query *query)
{
    return scope_is_of_place(query) && query->mode != SEARCH_HOME;
}

static void fail(struct search_hit *miss, enum reason reason, double value_m, unsigned *failures)
{
    miss->reason = reason;
    miss->value_m = value_m;
    ++*failures;
}

static void judge_place(const struct scope *scope, struct search_hit *miss, unsigned *failures)
{
    const struct search_query *query = scope->query;
    bool is_limited = query->radius_m > 0 && query->mode != SEARCH_HOME;
    if (is_limited && (miss->distance_m < 0 || miss->distance_m > query->radius_m))
        fail(miss, REASON_BEYOND_RADIUS, miss->distance_m, failures);
    if (query->mode != SEARCH_HOME) return;

    struct home_verdict verdict = home_judge(scope, miss->resource);
    miss->reason = verdict.reason;
    miss->zone = verdict.zone;
    if (verdict.unsaid != 0) miss->unknown |= 1u << verdict.unsaid;
    if (verdict.reason != REASON_ZONE_COVERS)
        fail(miss, verdict.reason, verdict.outside_m, failures);
}

/* What must be yes: a no fails, what nobody said is unknown. */
static void judge_said(enum tristate said, enum reason no, enum reason unknown,
                       struct search_hit *miss, unsigned *failures)
{
    if (said == TRISTATE_NO) fail(miss, no, -1, failures);
    if (said == TRISTATE_UNKNOWN) miss->unknown |= 1u << unknown;
}

static enum tristate speaks(const struct atlas *atlas, const struct atlas_record *record,
                            const struct language *language)
{
    if (record->languages == 0) return TRISTATE_UNKNOWN;
    return languages_spoken(atlas->languages.data + record->languages, language);
}

static enum tristate has_fees(const struct atlas_record *record, const char *fees)
{
    if (record->fees == 0) return TRISTATE_UNKNOWN;
    return record->fees == (unsigned char)fees[0] ? TRISTATE_YES : TRISTATE_NO;
}

/* How it receives, whenever that is. */
static void judge_facts(const struct scope *scope, struct search_hit *miss, unsigned *failures)
{
    const struct search_query *query = scope->query;
    const struct atlas_record *record = &scope->atlas->records[miss->resource];
    if (query->mode == SEARCH_REMOTE && record->remote == TRISTATE_UNKNOWN)
        miss->unknown |= 1u << REASON_REMOTE_UNKNOWN;
    if (query->new_patients)
        judge_said(record->new_patients, REASON_NEW_PATIENTS_NO, REASON_NEW_PATIENTS_UNKNOWN, miss,
                   failures);
    if (query->wheelchair)
        judge_said(record->wheelchair, REASON_WHEELCHAIR_NO, REASON_WHEELCHAIR_UNKNOWN, miss,
                   failures);
    if (query->language != NULL)
        judge_said(speaks(scope->atlas, record, query->language), REASON_LANGUAGE_NO,
                   REASON_LANGUAGE_UNKNOWN, miss, failures);
    if (query->fees != NULL)
        judge_said(has_fees(record, query->fees), REASON_FEES_NO, REASON_FEES_UNKNOWN, miss,
                   failures);
}

/* One way to be received at the time asked: in its weekly hours, or in a session. */
struct coming {
    enum tristate walk_in;
    struct opening opening;
    struct interval session;
};

/* Open by the ways that receive as `walk_in`, at the time asked; always when none is. */
static void open_for(const struct scope *scope, atlas_id resource, unsigned walk_in, bool by_hours,
                     struct coming *out)
{
    const struct search_query *query = scope->query;
    instant end = query->until <= query->at ? query->at + 1 : query->until;
    out->opening = (struct opening){.state = query->has_at ? OPEN_NO : OPEN_YES};
    if (!query->has_at) return;
    if (by_hours) out->opening = atlas_opening(scope->atlas, resource, query->at, query->until);
    if (out->opening.state == OPEN_YES) return;
    if (scope_in_session(scope, resource, (struct interval){query->at, end}, walk_in,
                         &out->session))
        out->opening.state = OPEN_YES;
}

/* What comes nearer to what is asked: all that is said but for one thing comes before what is not
 * said at all, and of two failures who is open then and wants an appointment is told as that. */
static unsigned cost(const struct coming *coming)
{
    static const unsigned of_walk_in[] = {
        [TRISTATE_YES] = 0, [TRISTATE_UNKNOWN] = 2, [TRISTATE_NO] = 8};
    static const unsigned of_time[] = {[OPEN_YES] = 0, [OPEN_UNKNOWN] = 3, [OPEN_NO] = 9};
    return of_walk_in[coming->walk_in] + of_time[coming->opening.state];
}

static bool needs_appointment(const struct scope *scope, atlas_id resource, skill_id asked)
{
    for (unsigned i = 0; i < scope->by_appointment_count; i++) {
        if (scope->by_appointment[i].asked == asked &&
            atlas_has_skill(scope->atlas, resource, scope->by_appointment[i].done))
            return true;
    }
    return false;
}

/* Who receives without appointment, but in sessions of what is asked with one only, has not said
 * how it is in the rest of its hours. */
static enum tristate as_sessions_have_it(const struct scope *scope, atlas_id resource,
                                         enum tristate said)
{
    bool is_contradicted = said == TRISTATE_YES &&
                           scope_has_session(scope, resource, 1u << TRISTATE_NO) &&
                           !scope_has_session(scope, resource, 1u << TRISTATE_YES);
    return is_contradicted ? TRISTATE_UNKNOWN : said;
}

/* In its weekly hours: an appointment that is needed for all that is asked of it, or for one of
 * what is asked together, comes before what is said of the rest. */
static enum tristate walks_in(const struct scope *scope, atlas_id resource)
{
    const struct search_query *query = scope->query;
    enum tristate said =
        as_sessions_have_it(scope, resource, scope->atlas->records[resource].walk_in);
    if (scope->by_appointment_count == 0) return said;
    for (size_t i = 0; i < query->skill_count; i++) {
        if (needs_appointment(scope, resource, query->skills[i])) return TRISTATE_NO;
    }
    bool is_free = query->any_skill_count == 0;
    for (size_t i = 0; i < query->any_skill_count && !is_free; i++) {
        is_free = atlas_has_skill(scope->atlas, resource, query->any_skills[i]) &&
                  !needs_appointment(scope, resource, query->any_skills[i]);
    }
    return is_free ? said : TRISTATE_NO;
}

static struct coming best_coming(const struct scope *scope, atlas_id resource)
{
    static const enum tristate ways[] = {TRISTATE_YES, TRISTATE_UNKNOWN, TRISTATE_NO};
    struct coming best = {.walk_in = TRISTATE_YES};
    bool by_hours = !scope_is_by_session(scope, resource), found = false;
    if (!scope->query->walk_in) {
        open_for(scope, resource, WALK_IN_ANY, by_hours, &best);
        return best;
    }
    enum tristate in_its_hours = walks_in(scope, resource);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct coming coming = {.walk_in = ways[i]};
        bool in_hours = by_hours && in_its_hours == ways[i];
        unsigned walk_in = 1u << ways[i];
        if (!in_hours && !scope_has_session(scope, resource, walk_in)) continue;
        open_for(scope, resource, walk_in, in_hours, &coming);
        if (!found || cost(&coming) < cost(&best)) best = coming;
        if (cost(&best) == 0) break;
        found = true;
    }
    return best;
}

/* Whether one may come at the time asked, and without an appointment. */
static void judge_coming(const struct scope *scope, struct search_hit *miss, unsigned *failures)
{
    const struct search_query *query = scope->query;
    if (!query->has_at && !query->walk_in) return;
    struct coming coming = best_coming(scope, miss->resource);
    enum reason unknown = coming.opening.is_holiday ? REASON_HOLIDAY_UNKNOWN : REASON_HOURS_UNKNOWN;
    judge_said(coming.walk_in, REASON_WALK_IN_NO, REASON_WALK_IN_UNKNOWN, miss, failures);
    if (coming.opening.state == OPEN_NO) fail(miss, REASON_CLOSED, -1, failures);
    if (coming.opening.state == OPEN_UNKNOWN) miss->unknown |= 1u << unknown;
    miss->session = coming.session;
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
    judge_facts(scope, miss, &failures);
    judge_coming(scope, miss, &failures);
    if (miss->unknown == 0) return failures;
    if (failures == 0) { /* the first of them names the miss */
        miss->value_m = -1;
        miss->reason = (enum reason)__builtin_ctz(miss->unknown);
    }
    return failures + 1;
}
