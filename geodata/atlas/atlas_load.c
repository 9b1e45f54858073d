/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas/atlas_load.h"

#include "base/lists.h"
#include "embedded/sql_atlas_areas.h"
#include "embedded/sql_atlas_generation.h"
#include "embedded/sql_atlas_skills.h"
#include "embedded/sql_atlas_sources.h"
#include "embedded/sql_atlas_version.h"
#include "geodata/crew.h"
#include "geodata/log.h"
#include "taxonomy/skills_table.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#define DIRECTORY_VERSION 2 /* user_version in directory.sql; version 1 is still read */

enum status load_rows(struct loading *loading, const char *name, const char *sql, row_reader *read,
                      void *context)
{
    struct statement *row = NULL;
    struct database *database = NULL;
    enum status status = connection_take(loading, &database);
    if (status == STATUS_OK) status = database_prepare(database, name, sql, &row);
    while (status == STATUS_OK) {
        status = statement_step(row);
        if (status == STATUS_OK) status = read(loading, row, context);
    }
    statement_close(row);
    if (database != NULL) connection_give(loading, database);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

const char *load_text(struct loading *loading, struct statement *row, int column, bool or_empty)
{
    const char *text = column_text(row, column);
    if (text == NULL) return or_empty ? "" : NULL;
    pthread_mutex_lock(&loading->lock);
    const char *kept = arena_text(&loading->atlas->arena, text);
    pthread_mutex_unlock(&loading->lock);
    return kept;
}

static enum status read_generation(struct loading *loading, struct statement *row, void *context)
{
    (void)context;
    struct atlas_facts *facts = &loading->atlas->facts;
    facts->generation = (uint32_t)column_integer(row, 0);
    facts->published_at = load_text(loading, row, 1, true);
    facts->territory_name = load_text(loading, row, 2, true);
    facts->timezone_name = load_text(loading, row, 3, true);
    bool kept = facts->published_at && facts->territory_name && facts->timezone_name;
    return kept ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status read_version(struct loading *loading, struct statement *row, void *context)
{
    (void)context;
    loading->version = column_integer(row, 0);
    return STATUS_OK;
}

static enum status load_generation(struct loading *loading)
{
    enum status status = load_rows(loading, "atlas_version", sql_atlas_version, read_version, NULL);
    if (status != STATUS_OK) return status;
    if (loading->version < 1 || loading->version > DIRECTORY_VERSION) {
        log_error("atlas: the file is of version %lld, this program reads %d",
                  (long long)loading->version, DIRECTORY_VERSION);
        return STATUS_INVALID;
    }
    status = load_rows(loading, "atlas_generation", sql_atlas_generation, read_generation, NULL);
    if (status != STATUS_OK) return status;
    if (loading->atlas->facts.generation == 0) {
        log_error("atlas: the file does not say which generation it is");
        return STATUS_INVALID;
    }
    return timezone_open(loading->atlas->facts.timezone_name, &loading->atlas->timezone);
}

static enum status read_skill(struct loading *loading, struct statement *row, void *context)
{
    (void)context;
    struct skill_row skill = {.code = column_text(row, 0),
                              .parent = column_text(row, 2),
                              .label_fr = column_text(row, 3),
                              .label_en = column_text(row, 4),
                              .synonyms = column_text(row, 5)};
    if (!skill_kind_read(column_text(row, 1), &skill.kind)) return STATUS_INVALID;
    return skills_add(loading->atlas->skills, &skill);
}

static enum status load_taxonomy(struct loading *loading)
{
    loading->atlas->skills = skills_new();
    if (loading->atlas->skills == NULL) return STATUS_NO_MEMORY;
    enum status status = load_rows(loading, "atlas_skills", sql_atlas_skills, read_skill, NULL);
    return status == STATUS_OK ? skills_finish(loading->atlas->skills) : status;
}

static enum status read_source(struct loading *loading, struct statement *row, void *context)
{
    struct atlas_source source = {.key = load_text(loading, row, 0, true),
                                  .kind = load_text(loading, row, 1, true),
                                  .name = load_text(loading, row, 2, true),
                                  .publisher = load_text(loading, row, 3, true),
                                  .licence = load_text(loading, row, 4, true),
                                  .url = load_text(loading, row, 5, true),
                                  .as_of = load_text(loading, row, 6, true),
                                  .imported_at = load_text(loading, row, 7, true),
                                  .rows = (size_t)column_integer(row, 8)};
    return list_add(context, 0, &source) ? STATUS_OK : STATUS_NO_MEMORY;
}

/* Rows that belong to the atlas as a whole, in their order. */
static enum status load_array(struct loading *loading, const char *name, const char *sql,
                              row_reader *read, size_t size, void **items, size_t *count)
{
    struct list list = {.size = size};
    enum status status = load_rows(loading, name, sql, read, &list);
    *count = list.count;
    *items = list.items;
    list.items = NULL;
    list_free(&list);
    return status;
}

static enum status load_sources(struct loading *loading)
{
    struct atlas *atlas = loading->atlas;
    return load_array(loading, "atlas_sources", sql_atlas_sources, read_source,
                      sizeof *atlas->sources, (void **)&atlas->sources, &atlas->facts.sources);
}

static enum status read_area(struct loading *loading, struct statement *row, void *context)
{
    struct atlas_area area = {.kind = load_text(loading, row, 0, true),
                              .code = load_text(loading, row, 1, true),
                              .name = load_text(loading, row, 2, true)};
    size_t length;
    const void *blob = column_bytes(row, 3, &length);
    enum status status =
        polygon_read(&loading->atlas->polygons, blob, length, &area.first_ring, &area.ring_count);
    if (status != STATUS_OK) return status;
    return list_add(context, 0, &area) ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status load_areas(struct loading *loading)
{
    struct atlas *atlas = loading->atlas;
    return load_array(loading, "atlas_areas", sql_atlas_areas, read_area, sizeof *atlas->areas,
                      (void **)&atlas->areas, &atlas->facts.areas);
}

static void widen(struct box *box, double lon, double lat)
{
    if (lon < box->west) box->west = lon;
    if (lon > box->east) box->east = lon;
    if (lat < box->south) box->south = lat;
    if (lat > box->north) box->north = lat;
}

static void widen_to_areas(const struct atlas *atlas, const char *kind, struct box *box)
{
    for (size_t i = 0; i < atlas->facts.areas; i++) {
        const struct atlas_area *area = &atlas->areas[i];
        if (kind != NULL && strcmp(area->kind, kind) != 0) continue;
        struct grid_box grid =
            polygon_box((struct polygon){&atlas->polygons, area->first_ring, area->ring_count});
        widen(box, geo_from_grid(grid.low.lon), geo_from_grid(grid.low.lat));
        widen(box, geo_from_grid(grid.high.lon), geo_from_grid(grid.high.lat));
    }
}

/* Of the territory, else of all areas, else of all points, else the whole world. */
static struct box territory_box(const struct atlas *atlas)
{
    struct box box = {.west = 180, .south = 90, .east = -180, .north = -90};
    widen_to_areas(atlas, "territory", &box);
    if (box.west > box.east) widen_to_areas(atlas, NULL, &box);
    bool has_areas = box.west <= box.east;
    for (size_t i = 0; !has_areas && i < atlas->placed; i++) {
        const struct grid_point *point = &atlas->records[i].point;
        widen(&box, geo_from_grid(point->lon), geo_from_grid(point->lat));
    }
    if (box.west <= box.east) return box;
    return (struct box){.west = -180, .south = -90, .east = 180, .north = 90};
}

static enum holiday_law commonest_law(const struct atlas *atlas)
{
    size_t counts[HOLIDAYS_LAW_COUNT] = {0};
    enum holiday_law best = HOLIDAYS_NATIONAL;
    for (size_t i = 0; i < atlas->count; i++) counts[atlas->records[i].law]++;
    for (int law = 0; law < HOLIDAYS_LAW_COUNT; law++) {
        if (counts[law] > counts[best]) best = (enum holiday_law)law;
    }
    return best;
}

/* What waits for the places only; skills take longest. */
static enum status (*const side_steps[])(struct loading *) = {load_skills, load_zones, load_times,
                                                              index_places};
#define SIDE_STEPS (sizeof side_steps / sizeof *side_steps)

struct side_by_side {
    struct loading *loading;
    enum status statuses[SIDE_STEPS];
};

static void take_side_step(void *context, size_t number)
{
    struct side_by_side *sides = context;
    sides->statuses[number] = side_steps[number](sides->loading);
}

/* Each has some work for one thread alone: another one does not wait for it. */
static enum status take_side_steps(struct loading *loading)
{
    struct side_by_side sides = {.loading = loading};
    if (loading->piece_count > 1) {
        crew_run(SIDE_STEPS, take_side_step, &sides, NULL);
    } else {
        for (size_t i = 0; i < SIDE_STEPS; i++) take_side_step(&sides, i);
    }
    enum status status = STATUS_OK;
    for (size_t i = 0; i < SIDE_STEPS && status == STATUS_OK; i++) status = sides.statuses[i];
    return status;
}

static enum status load_all(struct loading *loading, enum audience audience,
                            const struct atlas_options *options)
{
    static enum status (*const steps[])(struct loading *) = {
        load_taxonomy, load_sources, load_areas, load_places, take_side_steps,
    };
    loading->now = options->now == 0 ? instant_now() : options->now;
    enum status status = pieces_open(loading);
    if (status == STATUS_OK) status = load_generation(loading);
    if (status == STATUS_OK) status = pieces_cut(loading, options->piece_rows);
    for (size_t i = 0; status == STATUS_OK && i < sizeof steps / sizeof *steps; i++)
        status = steps[i](loading);
    if (status != STATUS_OK) return status;
    loading->atlas->facts.audience = audience;
    loading->atlas->facts.box = territory_box(loading->atlas);
    status = load_resources(loading, audience, options);
    loading->atlas->facts.law = commonest_law(loading->atlas);
    return status == STATUS_OK ? load_visits(loading) : status;
}

/* What loading takes in large pieces goes back to the machine as soon as it is freed, whatever
 * thread took it: malloc_trim gives back what the first thread has, and holes. */
#define KEPT_MOST (1 << 20)
static void keep_little_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, KEPT_MOST);
    mallopt(M_TRIM_THRESHOLD, KEPT_MOST);
}

enum status atlas_load_with(const char *path, enum audience audience,
                            const struct atlas_options *options, struct atlas **out)
{
    struct loading loading = {.atlas = calloc(1, sizeof(struct atlas)), .path = path};
    if (loading.atlas == NULL) return STATUS_NO_MEMORY;
    loading.atlas->texts.file = -1;
    pthread_mutex_init(&loading.lock, NULL);
    keep_little_memory();
    enum status status = load_all(&loading, audience, options);
    if (status == STATUS_NOT_FOUND) log_error("atlas: no such file: %s", path);
    if (status == STATUS_OK) {
        *out = loading.atlas;
        loading.atlas = NULL;
    }
    free(loading.keys);
    free(loading.ranks);
    free(loading.professions);
    slices_free(&loading.declared_slices);
    free(loading.declared);
    pieces_close(&loading);
    pthread_mutex_destroy(&loading.lock);
    atlas_close(loading.atlas);
    malloc_trim(0); /* what loading took and gave back goes back to the machine */
    return status;
}

enum status atlas_load(const char *path, enum audience audience, atlas_encoder *encode,
                       void *context, struct atlas **out)
{
    const struct atlas_options options = {.encode = encode, .context = context};
    return atlas_load_with(path, audience, &options, out);
}
