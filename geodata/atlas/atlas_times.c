/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas/atlas_load.h"

#include "base/lists.h"
#include "embedded/sql_atlas_closures.h"
#include "embedded/sql_atlas_hours.h"
#include "embedded/sql_atlas_sessions.h"

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
    return status == STATUS_OK ? tie_sessions(atlas) : status;
}

enum status load_times(struct loading *loading)
{
    struct atlas *atlas = loading->atlas;
    enum status status =
        load_list(loading, "atlas_hours", sql_atlas_hours, read_hours, sizeof *atlas->hours,
                  &atlas->hours_slices, (void **)&atlas->hours);
    if (status == STATUS_OK)
        status =
            load_list(loading, "atlas_closures", sql_atlas_closures, read_closure,
                      sizeof *atlas->closures, &atlas->closure_slices, (void **)&atlas->closures);
    return status == STATUS_OK ? load_sessions(loading) : status;
}
