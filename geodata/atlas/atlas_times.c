/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas/atlas_load.h"

#include "base/lists.h"
#include "embedded/sql_atlas_closures.h"
#include "embedded/sql_atlas_hours.h"
#include "embedded/sql_atlas_sessions.h"
#include "geodata/crew.h"

#include <stdlib.h>
#include <string.h>

static enum status read_hours(struct loading *loading, struct statement *row, void *context)
{
    atlas_id resource = loading_find(loading, column_integer(row, 0));
    struct hours_span span = {.weekday = (uint8_t)column_integer(row, 1),
                              .opens = (uint16_t)column_integer(row, 2),
                              .closes = (uint16_t)column_integer(row, 3)};
    if (resource == ATLAS_NONE) return STATUS_INVALID;
    return list_add(context, resource, &span) ? STATUS_OK : STATUS_NO_MEMORY;
}

/* Many resources have the same hours: they are kept by number, where their spans were. */
static bool number_weeks(struct atlas *atlas, const struct hours_span *spans)
{
    struct slices *slices = &atlas->week_slices;
    bool done = true;
    atlas->week_of = calloc((size_t)slices->count + 1, sizeof *atlas->week_of);
    if (atlas->week_of == NULL) return false;
    for (uint32_t i = 0; done && i < slices->count; i++) {
        uint32_t first = slices->start[i];
        done = weeks_add(&atlas->weeks, spans + first, slices->start[i + 1] - first,
                         &atlas->week_of[i]);
    }
    weeks_finish(&atlas->weeks);
    free(slices->start);
    slices->start = NULL;
    return done;
}

static enum status read_closure(struct loading *loading, struct statement *row, void *context)
{
    atlas_id resource = loading_find(loading, column_integer(row, 0));
    struct closure closure;
    if (resource == ATLAS_NONE || day_parse(column_text(row, 1), &closure.first) != STATUS_OK ||
        day_parse(column_text(row, 2), &closure.last) != STATUS_OK) {
        return STATUS_INVALID;
    }
    return list_add(context, resource, &closure) ? STATUS_OK : STATUS_NO_MEMORY;
}

/* The sources were read before; there are few. */
static void name_source(const struct atlas *atlas, const char *key, struct session *session)
{
    for (size_t i = 0; i < atlas->facts.sources; i++) {
        if (strcmp(atlas->sources[i].key, key) != 0) continue;
        session->source_name = atlas->sources[i].name;
        session->source_date = atlas->sources[i].as_of;
    }
}

static enum status read_session(struct loading *loading, struct statement *row, void *context)
{
    atlas_id resource = loading_find(loading, column_integer(row, 0));
    struct session session = {.skill = load_text(loading, row, 1, true),
                              .opens = (uint16_t)column_integer(row, 3),
                              .closes = (uint16_t)column_integer(row, 4),
                              .rrule = load_text(loading, row, 5, false),
                              .exdates = load_text(loading, row, 6, false),
                              .public_text = load_text(loading, row, 7, false),
                              .appointment = column_tristate(row, 8),
                              .link = load_text(loading, row, 9, false),
                              .note = load_text(loading, row, 10, false)};
    if (resource == ATLAS_NONE || day_parse(column_text(row, 2), &session.first) != STATUS_OK) {
        return STATUS_INVALID;
    }
    session.on_call = column_integer(row, 12) != 0;
    name_source(loading->atlas, column_text(row, 11), &session);
    return list_add(context, resource, &session) ? STATUS_OK : STATUS_NO_MEMORY;
}

/* Whose each session is: its skill and closed days; names and places follow when the resources are
 * read. */
static enum status tie_sessions(struct atlas *atlas)
{
    atlas->session_hosts = calloc(atlas->facts.sessions + 1, sizeof *atlas->session_hosts);
    if (atlas->session_hosts == NULL) return STATUS_NO_MEMORY;
    for (uint32_t resource = 0; resource < atlas->count; resource++) {
        struct slice sessions = slice_of(&atlas->session_slices, resource);
        for (uint32_t i = sessions.first; i < sessions.end; i++) {
            struct session *session = &atlas->sessions[i];
            session->closures = atlas_closures(atlas, resource, &session->closure_count);
            atlas->session_hosts[i] = (struct session_host){
                .resource = resource, .skill = skills_by_code(atlas->skills, session->skill)};
        }
    }
    return STATUS_OK;
}

/* Sessions of the same rule lie together in this order. */
static int compare_rules(const void *a, const void *b)
{
    const struct session *left = *(struct session *const *)a, *right = *(struct session *const *)b;
    int order = strcmp(left->rrule, right->rrule);
    if (order != 0) return order;
    if (left->first != right->first) return left->first < right->first ? -1 : 1;
    return rule_minds_the_hour(left->rrule) ? (int)left->opens - (int)right->opens : 0;
}

/* What follows each rule once: the sessions from starts[i] to starts[i + 1] - 1 have the same. */
struct following {
    struct atlas *atlas;
    struct session **sessions;
    size_t *starts;
};

static void follow_rule(void *context, size_t number)
{
    const struct following *following = context;
    struct atlas *atlas = following->atlas;
    struct rule_days *days = &atlas->rule_days[number];
    struct session **sessions = following->sessions;
    size_t first = following->starts[number];
    enum status status =
        rule_days_make(sessions[first], atlas->timezone, atlas->almanac.first, days);
    if (status != STATUS_OK) return; /* no calendar can follow it */
    for (size_t i = first; i < following->starts[number + 1]; i++) sessions[i]->rule_days = days;
}

static bool follow_rules(struct loading *loading)
{
    struct atlas *atlas = loading->atlas;
    size_t count = 0, rules = 0;
    struct following following = {
        .atlas = atlas,
        .sessions = calloc(atlas->facts.sessions + 1, sizeof *following.sessions),
        .starts = calloc(atlas->facts.sessions + 1, sizeof *following.starts)};
    bool done = following.sessions != NULL && following.starts != NULL;
    for (size_t i = 0; done && i < atlas->facts.sessions; i++)
        if (atlas->sessions[i].rrule != NULL) following.sessions[count++] = &atlas->sessions[i];
    if (count > 0) qsort(following.sessions, count, sizeof *following.sessions, compare_rules);
    for (size_t i = 0; i < count; i++) {
        bool is_same =
            i > 0 && compare_rules(&following.sessions[i - 1], &following.sessions[i]) == 0;
        if (!is_same) following.starts[rules++] = i;
    }
    if (done) following.starts[rules] = count;
    atlas->rule_days = calloc(rules + 1, sizeof *atlas->rule_days);
    done = done && atlas->rule_days != NULL;
    if (done && loading->piece_count > 1) {
        crew_run(rules, follow_rule, &following, NULL);
    } else if (done) {
        for (size_t i = 0; i < rules; i++) follow_rule(&following, i);
    }
    free(following.sessions);
    free(following.starts);
    return done;
}

static enum status load_list(struct loading *loading, const char *name, const char *sql,
                             row_reader *read, size_t size, struct slices *slices, void **items)
{
    size_t pieces = loading->piece_count;
    struct list *lists = lists_new(pieces, size);
    if (lists == NULL) return STATUS_NO_MEMORY;
    enum status status = pieces_read(loading, name, sql, read, lists, sizeof *lists);
    if (status == STATUS_OK &&
        !lists_slice(lists, pieces, pieces, loading->atlas->count, slices, items))
        status = STATUS_NO_MEMORY;
    lists_free(lists, pieces);
    return status;
}

static enum status load_sessions(struct loading *loading)
{
    struct atlas *atlas = loading->atlas;
    struct list list = {.size = sizeof *atlas->sessions};
    enum status status =
        load_rows(loading, "atlas_sessions", sql_atlas_sessions, read_session, &list);
    atlas->facts.sessions = list.count;
    if (status == STATUS_OK &&
        !lists_slice(&list, 1, 1, atlas->count, &atlas->session_slices, (void **)&atlas->sessions))
        status = STATUS_NO_MEMORY;
    list_free(&list);
    if (status == STATUS_OK) status = tie_sessions(atlas);
    if (status == STATUS_OK && !follow_rules(loading)) status = STATUS_NO_MEMORY;
    return status;
}

static enum status load_hours(struct loading *loading)
{
    struct hours_span *spans = NULL;
    enum status status = load_list(loading, "atlas_hours", sql_atlas_hours, read_hours,
                                   sizeof *spans, &loading->atlas->week_slices, (void **)&spans);
    if (status == STATUS_OK && !number_weeks(loading->atlas, spans)) status = STATUS_NO_MEMORY;
    free(spans);
    return status;
}

enum status load_times(struct loading *loading)
{
    struct atlas *atlas = loading->atlas;
    day today = instant_day(atlas->timezone, loading->now, NULL);
    almanac_make(&atlas->almanac, atlas->timezone, today - ALMANAC_BEFORE);
    enum status status = load_hours(loading);
    if (status == STATUS_OK)
        status =
            load_list(loading, "atlas_closures", sql_atlas_closures, read_closure,
                      sizeof *atlas->closures, &atlas->closure_slices, (void **)&atlas->closures);
    return status == STATUS_OK ? load_sessions(loading) : status;
}
