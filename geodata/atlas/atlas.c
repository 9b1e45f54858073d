/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas/atlas_data.h"
#include "base/lists.h"

#include <stdlib.h>
#include <string.h>

void atlas_close(struct atlas *atlas)
{
    if (atlas == NULL) return;
    if (atlas->by_skill != NULL) {
        for (size_t i = 0; i < skills_count(atlas->skills); i++) {
            point_tree_free(&atlas->by_skill[i]);
        }
    }
    point_tree_free(&atlas->everything);
    if (atlas->visits_by_skill != NULL) {
        for (size_t i = 0; i < skills_count(atlas->skills); i++) {
            box_tree_free(&atlas->visits_by_skill[i]);
        }
    }
    box_tree_free(&atlas->visits);
    polygon_store_free(&atlas->polygons);
    free(atlas->by_skill);
    free(atlas->records);
    free(atlas->points);
    free(atlas->by_id);
    slices_free(&atlas->skill_slices);
    free(atlas->session_skills);
    free(atlas->in_sessions);
    free(atlas->skill_of);
    slices_free(&atlas->having_slices);
    free(atlas->having);
    slices_free(&atlas->zone_slices);
    free(atlas->zones);
    free(atlas->visits_by_skill);
    free(atlas->visit_of);
    slices_free(&atlas->visit_slices);
    free(atlas->visit_items);
    slices_free(&atlas->week_slices);
    free(atlas->week_of);
    weeks_free(&atlas->weeks);
    free(atlas->rule_days);
    slices_free(&atlas->closure_slices);
    free(atlas->closures);
    slices_free(&atlas->session_slices);
    free(atlas->sessions);
    free(atlas->session_hosts);
    people_free(&atlas->people);
    free(atlas->names);
    free(atlas->name_words);
    free(atlas->areas);
    free(atlas->sources);
    atlas_texts_close(&atlas->texts);
    text_runs_close(&atlas->runs);
    buffer_free(&atlas->languages);
    arena_free(&atlas->arena);
    timezone_close(atlas->timezone);
    skills_free(atlas->skills);
    free(atlas);
}

const struct atlas_facts *atlas_facts(const struct atlas *atlas)
{
    return &atlas->facts;
}

const struct skills *atlas_skills(const struct atlas *atlas)
{
    return atlas->skills;
}

bool atlas_has_language(const struct atlas *atlas, const struct language *language)
{
    const struct buffer *lists = &atlas->languages;
    for (size_t at = 1; at < lists->length; at += strlen(lists->data + at) + 1) {
        if (languages_spoken(lists->data + at, language) == TRISTATE_YES) return true;
    }
    return false;
}

const struct timezone_rules *atlas_timezone(const struct atlas *atlas)
{
    return atlas->timezone;
}

size_t atlas_skill_count(const struct atlas *atlas, skill_id skill)
{
    struct slice having = slice_of(&atlas->having_slices, skill);
    return having.end - having.first;
}

/* FNV-1a. */
uint32_t atlas_hash_id(const char *id)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *id != '\0'; id++) hash = (hash ^ (unsigned char)*id) * UINT64_C(1099511628211);
    return (uint32_t)(hash ^ hash >> 32);
}

/* Where the search for an id begins. */
static size_t first_cell(const struct atlas *atlas, uint32_t hash)
{
    return (size_t)((uint64_t)hash * atlas->by_id_cells >> 32);
}

static size_t next_cell(const struct atlas *atlas, size_t cell)
{
    return cell + 1 == atlas->by_id_cells ? 0 : cell + 1;
}

/* A third of the cells stay empty. */
bool atlas_index_ids(struct atlas *atlas)
{
    atlas->by_id_cells = atlas->count + atlas->count / 2 + 1;
    atlas->by_id = calloc(atlas->by_id_cells, sizeof *atlas->by_id);
    if (atlas->by_id == NULL) return false;
    for (uint32_t resource = 0; resource < atlas->count; resource++) {
        size_t cell = first_cell(atlas, atlas->records[resource].id_hash);
        while (atlas->by_id[cell] != 0) cell = next_cell(atlas, cell);
        atlas->by_id[cell] = resource + 1;
    }
    return true;
}

atlas_id atlas_find(const struct atlas *atlas, const char *id)
{
    uint32_t hash = atlas_hash_id(id);
    size_t cell = first_cell(atlas, hash);
    for (; atlas->by_id[cell] != 0; cell = next_cell(atlas, cell)) {
        atlas_id resource = atlas->by_id[cell] - 1;
        if (atlas->records[resource].id_hash != hash) continue;
        if (strcmp(atlas_resource_id(atlas, resource), id) == 0) return resource;
    }
    return ATLAS_NONE;
}

void atlas_write_text(const struct atlas *atlas, atlas_id resource, struct buffer *out)
{
    atlas_texts_write(&atlas->texts, &atlas->runs, atlas->records[resource].text, false, out);
}

uint32_t atlas_write_head(const struct atlas *atlas, atlas_id resource, struct buffer *out)
{
    uint32_t place = atlas->records[resource].text;
    atlas_texts_write(&atlas->texts, &atlas->runs, place, true, out);
    return atlas_texts_number(&atlas->texts, place);
}

void atlas_text_soon(const struct atlas *atlas, atlas_id resource)
{
    atlas_texts_soon(&atlas->texts, atlas->records[resource].text, false);
}

void atlas_head_soon(const struct atlas *atlas, atlas_id resource)
{
    atlas_texts_soon(&atlas->texts, atlas->records[resource].text, true);
}

const char *atlas_resource_id(const struct atlas *atlas, atlas_id resource)
{
    return atlas_texts_id(&atlas->texts, atlas->records[resource].text);
}

bool atlas_point(const struct atlas *atlas, atlas_id resource, struct point *out)
{
    const struct atlas_record *record = &atlas->records[resource];
    if (!record->is_placed) return false;
    *out = (struct point){.lon = geo_from_grid(record->point.lon),
                          .lat = geo_from_grid(record->point.lat)};
    return true;
}

bool atlas_has_skill(const struct atlas *atlas, atlas_id resource, skill_id skill)
{
    struct slice has = slice_of(&atlas->skill_slices, resource);
    for (uint32_t i = has.first; i < has.end; i++) {
        if (atlas->skill_of[i] >= skill) return atlas->skill_of[i] == skill;
    }
    return false;
}

static int compare_session_skills(const void *a, const void *b)
{
    const struct session_skill *left = a, *right = b;
    if (left->resource != right->resource) return left->resource < right->resource ? -1 : 1;
    return (int)left->skill - (int)right->skill;
}

bool atlas_skill_is_of_sessions(const struct atlas *atlas, atlas_id resource, skill_id skill)
{
    const struct session_skill wanted = {resource, skill};
    size_t sessions;
    atlas_sessions(atlas, resource, &sessions);
    if (sessions == 0 || atlas->session_skill_count == 0) return false;
    return bsearch(&wanted, atlas->session_skills, atlas->session_skill_count,
                   sizeof *atlas->session_skills, compare_session_skills) != NULL;
}

static uint32_t week_of(const struct atlas *atlas, atlas_id resource)
{
    return atlas->week_of[slices_number(&atlas->week_slices, resource)];
}

bool atlas_hours(const struct atlas *atlas, atlas_id resource, struct hours *hours)
{
    if (!slices_has(&atlas->week_slices, resource)) return false;
    weeks_hours(&atlas->weeks, week_of(atlas, resource), hours);
    return true;
}

struct opening atlas_opening(const struct atlas *atlas, atlas_id resource, instant from, instant to)
{
    struct hours hours;
    size_t closure_count;
    struct opening opening;
    const struct closure *closures = atlas_closures(atlas, resource, &closure_count);
    struct timetable table = {
        .closures = closures,
        .closure_count = closure_count,
        .law = (enum holiday_law)atlas->records[resource].law,
        .rules = atlas->timezone,
    };
    if (!slices_has(&atlas->week_slices, resource)) return opening_within(&table, from, to);
    uint32_t week = week_of(atlas, resource);
    if (weeks_look_up(&atlas->weeks, week, &atlas->almanac, &table, from, to, &opening))
        return opening;
    weeks_hours(&atlas->weeks, week, &hours);
    table.hours = &hours;
    return opening_within(&table, from, to);
}

const struct closure *atlas_closures(const struct atlas *atlas, atlas_id resource, size_t *count)
{
    struct slice closures = slice_of(&atlas->closure_slices, resource);
    *count = closures.end - closures.first;
    return atlas->closures + closures.first;
}

const struct session *atlas_sessions(const struct atlas *atlas, atlas_id resource, size_t *count)
{
    struct slice sessions = slice_of(&atlas->session_slices, resource);
    *count = sessions.end - sessions.first;
    return atlas->sessions + sessions.first;
}

const struct atlas_zone *atlas_zones(const struct atlas *atlas, atlas_id resource, size_t *count)
{
    struct slice zones = slice_of(&atlas->zone_slices, resource);
    *count = zones.end - zones.first;
    return atlas->zones + zones.first;
}

bool atlas_zone_is_about(const struct atlas *atlas, const struct atlas_zone *zone, skill_id asked)
{
    if (zone->skill == SKILL_NONE || asked == SKILL_NONE) return true;
    return skills_is_a(atlas->skills, asked, zone->skill) ||
           skills_is_a(atlas->skills, zone->skill, asked);
}

struct polygon atlas_zone_polygon(const struct atlas *atlas, const struct atlas_zone *zone)
{
    return (struct polygon){
        .store = &atlas->polygons, .first_ring = zone->first_ring, .ring_count = zone->ring_count};
}

static struct ring ring_at(const struct atlas *atlas, size_t index)
{
    const struct polygon_ring *ring = &atlas->polygons.rings[index];
    return (struct ring){.vertices = (const int32_t(*)[2])(atlas->polygons.vertices + ring->first),
                         .count = ring->count,
                         .outer = ring->outer};
}

struct ring atlas_zone_ring(const struct atlas *atlas, const struct atlas_zone *zone, size_t index)
{
    return ring_at(atlas, zone->first_ring + index);
}

const struct atlas_area *atlas_areas(const struct atlas *atlas, size_t *count)
{
    *count = atlas->facts.areas;
    return atlas->areas;
}

struct ring atlas_area_ring(const struct atlas *atlas, const struct atlas_area *area, size_t index)
{
    return ring_at(atlas, area->first_ring + index);
}

const struct atlas_source *atlas_sources(const struct atlas *atlas, size_t *count)
{
    *count = atlas->facts.sources;
    return atlas->sources;
}
