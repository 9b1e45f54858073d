/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas_load.h"

#include "embedded/sql_atlas_closures.h"
#include "embedded/sql_atlas_hours.h"
#include "embedded/sql_atlas_professions.h"
#include "embedded/sql_atlas_resource_skills.h"
#include "embedded/sql_atlas_session_skills.h"
#include "embedded/sql_atlas_sessions.h"
#include "embedded/sql_atlas_zone_gaps.h"
#include "embedded/sql_atlas_zones.h"
#include "geodata/log.h"
#include "lists.h"
#include "skills_table.h"

#include <stdlib.h>
#include <string.h>

/* --- skills ------------------------------------------------------------------------------- */

static enum status read_resource_skill(struct loading *loading, struct statement *row,
                                       void *context)
{
    atlas_id resource = loading_find(loading, column_integer(row, 0));
    int64_t skill = column_integer(row, 1);
    if (resource == ATLAS_NONE || skill < 0 ||
        (size_t)skill >= skills_count(loading->atlas->skills)) {
        return STATUS_INVALID;
    }
    skill_id id = (skill_id)skill;
    return list_add(context, resource, &id) ? STATUS_OK : STATUS_NO_MEMORY;
}

/* What one resource can be asked for, while it is gathered. */
struct offer {
    skill_id skill;
    bool only_in_sessions;
};

#define OFFERS_MAX 8192

static int compare_offers(const void *a, const void *b)
{
    const struct offer *left = a, *right = b;
    if (left->skill != right->skill) return left->skill < right->skill ? -1 : 1;
    return (int)left->only_in_sessions - (int)right->only_in_sessions;
}

/* What was said and what that implies. */
static size_t add_offers(const struct atlas *atlas, const skill_id *said, size_t said_count,
                         bool only_in_sessions, struct offer *out, size_t count)
{
    for (size_t i = 0; i < said_count; i++) {
        for (skill_id id = said[i]; id != SKILL_NONE && count < OFFERS_MAX;
             id = skills_implied(atlas->skills, id)) {
            out[count++] = (struct offer){id, only_in_sessions};
        }
    }
    return count;
}

/* All that each resource can be asked for, ascending, each once; what it does anyway comes before
 * what only its sessions hold. */
static bool expand_skills(struct loading *loading, const struct slices *held,
                          const skill_id *skills)
{
    struct atlas *atlas = loading->atlas;
    struct list list = {.size = sizeof(skill_id)},
                sessions = {.size = sizeof(struct session_skill)};
    struct offer *offers = malloc(OFFERS_MAX * sizeof *offers);
    bool done = offers != NULL;
    for (uint32_t resource = 0; done && resource < atlas->count; resource++) {
        struct slice said = slice_of(&loading->declared_slices, resource);
        struct slice of_sessions = slice_of(held, resource);
        size_t count = add_offers(atlas, loading->declared + said.first, said.end - said.first,
                                  false, offers, 0);
        count = add_offers(atlas, skills + of_sessions.first, of_sessions.end - of_sessions.first,
                           true, offers, count);
        qsort(offers, count, sizeof *offers, compare_offers);
        for (size_t i = 0; i < count && done; i++) {
            if (i > 0 && offers[i].skill == offers[i - 1].skill) continue;
            struct session_skill held_only = {resource, offers[i].skill};
            done = list_add(&list, resource, &offers[i].skill);
            if (offers[i].only_in_sessions)
                done = done && list_add(&sessions, resource, &held_only);
        }
    }
    free(offers);
    atlas->session_skills = (struct session_skill *)sessions.items; /* in order as they are */
    atlas->session_skill_count = sessions.count;
    free(sessions.owners);
    atlas->in_sessions = calloc(skills_count(atlas->skills) + 1, sizeof *atlas->in_sessions);
    for (size_t i = 0; atlas->in_sessions != NULL && i < atlas->session_skill_count; i++)
        atlas->in_sessions[atlas->session_skills[i].skill] = true;
    if (done && atlas->in_sessions != NULL)
        return list_slice(&list, atlas->count, &atlas->skill_slices, (void **)&atlas->skill_of);
    list_free(&list);
    return false;
}

/* The other way round: who has each skill, and a tree over them. */
static bool index_skills(struct atlas *atlas)
{
    struct list list = {.size = sizeof(uint32_t)};
    size_t skill_count = skills_count(atlas->skills);
    for (uint32_t resource = 0; resource < atlas->count; resource++) {
        struct slice has = slice_of(&atlas->skill_slices, resource);
        for (uint32_t i = has.first; i < has.end; i++) {
            if (!list_add(&list, atlas->skill_of[i], &resource)) {
                list_free(&list);
                return false;
            }
        }
    }
    if (!list_slice(&list, skill_count, &atlas->having_slices, (void **)&atlas->having))
        return false;
    atlas->by_skill = calloc(skill_count + 1, sizeof *atlas->by_skill);
    if (atlas->by_skill == NULL) return false;
    for (size_t skill = 0; skill < skill_count; skill++) {
        struct slice having = slice_of(&atlas->having_slices, (uint32_t)skill);
        const uint32_t *ids = atlas->having + having.first;
        uint32_t count = having.end - having.first;
        while (count > 0 && ids[count - 1] >= atlas->placed) count--; /* no place: not in a tree */
        if (!point_tree_build(&atlas->by_skill[skill], ids, count, atlas->points)) return false;
    }
    return true;
}

enum status load_skills(struct loading *loading)
{
    struct list list = {.size = sizeof(skill_id)}, held = {.size = sizeof(skill_id)};
    struct slices held_slices = {0};
    skill_id *held_skills = NULL;
    enum status status = load_rows(loading, "atlas_resource_skills", sql_atlas_resource_skills,
                                   read_resource_skill, &list);
    if (status == STATUS_OK) {
        status = load_rows(loading, "atlas_professions", sql_atlas_professions, read_resource_skill,
                           &list);
    }
    if (status == STATUS_OK) {
        status = load_rows(loading, "atlas_session_skills", sql_atlas_session_skills,
                           read_resource_skill, &held);
    }
    if (status != STATUS_OK) {
        list_free(&list);
        list_free(&held);
        return status;
    }
    uint32_t count = (uint32_t)loading->atlas->count;
    bool done = list_slice(&held, count, &held_slices, (void **)&held_skills);
    done = list_slice(&list, count, &loading->declared_slices, (void **)&loading->declared) && done;
    done =
        done && expand_skills(loading, &held_slices, held_skills) && index_skills(loading->atlas);
    slices_free(&held_slices);
    free(held_skills);
    return done ? STATUS_OK : STATUS_NO_MEMORY;
}

/* --- zones -------------------------------------------------------------------------------- */

static enum status read_zone(struct loading *loading, struct statement *row, void *context)
{
    struct atlas *atlas = loading->atlas;
    atlas_id resource = loading_find(loading, column_integer(row, 0));
    if (resource == ATLAS_NONE) return STATUS_INVALID;
    struct atlas_zone zone = {
        .effect = strcmp(column_text(row, 2), "include") == 0 ? ZONE_INCLUDE : ZONE_EXCLUDE,
        .shape = column_is_null(row, 4) ? ZONE_GEOMETRY : ZONE_CIRCLE,
        .skill = column_is_null(row, 1) ? SKILL_NONE : (skill_id)column_integer(row, 1),
        .label = load_text(loading, row, 3, true),
        .radius_m = column_real(row, 4)};
    if (zone.shape == ZONE_CIRCLE && !atlas_point(atlas, resource, &zone.center)) {
        log_error("atlas: a circle around a resource without a place is left out");
        return STATUS_OK;
    }
    if (zone.shape == ZONE_GEOMETRY) {
        size_t length;
        const void *blob = column_bytes(row, 5, &length);
        enum status status =
            polygon_read(&atlas->polygons, blob, length, &zone.first_ring, &zone.ring_count);
        if (status != STATUS_OK) return status;
    }
    return list_add(context, resource, &zone) ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status read_zone_gap(struct loading *loading, struct statement *row, void *context)
{
    (void)context;
    atlas_id resource = loading_find(loading, column_integer(row, 0));
    if (resource == ATLAS_NONE) return STATUS_INVALID;
    loading->atlas->records[resource].zones_incomplete = 1;
    return STATUS_OK;
}

static enum status load_zone_gaps(struct loading *loading)
{
    if (loading->version < 2) return STATUS_OK; /* that version kept none */
    return load_rows(loading, "atlas_zone_gaps", sql_atlas_zone_gaps, read_zone_gap, NULL);
}

enum status load_zones(struct loading *loading)
{
    struct atlas *atlas = loading->atlas;
    struct list list = {.size = sizeof(struct atlas_zone)};
    enum status status = load_rows(loading, "atlas_zones", sql_atlas_zones, read_zone, &list);
    if (status != STATUS_OK) {
        list_free(&list);
        return status;
    }
    atlas->facts.zones = list.count;
    bool done = list_slice(&list, atlas->count, &atlas->zone_slices, (void **)&atlas->zones);
    return done ? load_zone_gaps(loading) : STATUS_NO_MEMORY;
}

/* --- times -------------------------------------------------------------------------------- */

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
                             row_reader *read, size_t size, struct slices *slices, void **items,
                             size_t *count)
{
    struct list list = {.size = size};
    enum status status = load_rows(loading, name, sql, read, &list);
    if (status != STATUS_OK) {
        list_free(&list);
        return status;
    }
    *count = list.count;
    return list_slice(&list, loading->atlas->count, slices, items) ? STATUS_OK : STATUS_NO_MEMORY;
}

enum status load_times(struct loading *loading)
{
    struct atlas *atlas = loading->atlas;
    size_t ignored;
    enum status status =
        load_list(loading, "atlas_hours", sql_atlas_hours, read_hours, sizeof *atlas->hours,
                  &atlas->hours_slices, (void **)&atlas->hours, &ignored);
    if (status != STATUS_OK) return status;
    status = load_list(loading, "atlas_closures", sql_atlas_closures, read_closure,
                       sizeof *atlas->closures, &atlas->closure_slices, (void **)&atlas->closures,
                       &ignored);
    if (status != STATUS_OK) return status;
    status = load_list(loading, "atlas_sessions", sql_atlas_sessions, read_session,
                       sizeof *atlas->sessions, &atlas->session_slices, (void **)&atlas->sessions,
                       &atlas->facts.sessions);
    return status == STATUS_OK ? tie_sessions(atlas) : status;
}
