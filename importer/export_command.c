/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command.h"
#include "export_row.h"
#include "generations.h"
#include "geodata/generation.h"
#include "geodata/text.h"
#include "output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The command export: a published directory as a table or as points. The restricted fields are
 * those that the atlas of the audience holds; the public's holds none. */

struct export
{
    const struct options *options;
    bool is_geojson, restricted;
    struct export_context cells;
    struct pool pool;
    struct buffer content;
    size_t resources, sessions;
};

static bool is_written(const struct export *export, enum sheet_column column)
{
    bool is_restricted =
        column == SHEET_DIRECT_PHONE || column == SHEET_MSSANTE || column == SHEET_REFERRAL;
    if (column == SHEET_FIRST_NAME) return false; /* the name holds it */
    if (export->is_geojson && (column == SHEET_LON || column == SHEET_LAT)) return false;
    return export->restricted || !is_restricted;
}

static void write_feature(struct export *export, const struct atlas *atlas, atlas_id id,
                          const struct resource *resource, const char *const *cells)
{
    struct buffer *out = &export->content;
    struct point point;
    buffer_text(out, export->resources == 0 ? "\n" : ",\n");
    buffer_text(out, "{\"type\":\"Feature\",\"id\":");
    output_json(out, resource->id);
    if (atlas_point(atlas, id, &point)) {
        buffer_format(out,
                      ",\"geometry\":{\"type\":\"Point\",\"coordinates\":[%.7f,%.7f]},"
                      "\"properties\":{",
                      point.lon, point.lat);
    } else {
        buffer_text(out, ",\"geometry\":null,\"properties\":{");
    }
    for (enum sheet_column column = 0; column < SHEET_COLUMN_COUNT; column++) {
        if (!is_written(export, column)) continue;
        if (column > 0) buffer_char(out, ',');
        output_json(out, sheet_columns[column].name);
        buffer_char(out, ':');
        output_json(out, cells[column]);
    }
    buffer_text(out, "}}");
}

static void write_row(struct export *export, const char *const *cells)
{
    for (enum sheet_column column = 0; column < SHEET_COLUMN_COUNT; column++) {
        if (!is_written(export, column)) continue;
        if (column > 0) buffer_char(&export->content, ';');
        output_cell(&export->content, cells[column]);
    }
    buffer_text(&export->content, "\r\n");
}

static void write_titles(struct export *export)
{
    const char *titles[SHEET_COLUMN_COUNT];
    for (size_t i = 0; i < SHEET_COLUMN_COUNT; i++) titles[i] = sheet_columns[i].name;
    buffer_text(&export->content, "\xEF\xBB\xBF"); /* for spreadsheets */
    write_row(export, titles);
}

/* The atlas gives each resource once, in the order of the directory. What it keeps of it is what a
 * table of sessions will want: the name, folded and as it is, and the identity. */
static void encode(void *context, const struct atlas *atlas, atlas_id id,
                   const struct resource *resource, struct buffer *out)
{
    struct export *export = context;
    const char *cells[SHEET_COLUMN_COUNT];
    text_fold(resource->name, strlen(resource->name), out);
    buffer_append(out, "", 1);
    buffer_append(out, resource->name, strlen(resource->name) + 1);
    buffer_append(out, resource->identity, strlen(resource->identity) + 1);
    if (export->options->file_count == 0) return;

    pool_reset(&export->pool);
    export_resource_cells(&export->cells, atlas, id, resource, cells);
    if (export->is_geojson) write_feature(export, atlas, id, resource, cells);
    if (!export->is_geojson) write_row(export, cells);
    export->resources++;
    if (export->pool.failed) out->failed = true;
}

struct named {
    const char *folded, *name, *identity;
    atlas_id id;
};

static int compare_names(const void *a, const void *b)
{
    const struct named *left = a, *right = b;
    int order = strcmp(left->folded, right->folded);
    return order != 0 ? order : strcmp(left->identity, right->identity);
}

static struct named *sort_by_name(const struct atlas *atlas, size_t count)
{
    struct named *names = calloc(count + 1, sizeof *names);
    for (size_t i = 0; names != NULL && i < count; i++) {
        size_t length = 0;
        const char *text = atlas_text(atlas, (atlas_id)i, &length);
        names[i].id = (atlas_id)i;
        names[i].folded = text;
        names[i].name = names[i].folded + strlen(names[i].folded) + 1;
        names[i].identity = names[i].name + strlen(names[i].name) + 1;
    }
    if (names != NULL && count > 0) qsort(names, count, sizeof *names, compare_names);
    return names;
}

static void write_session_row(struct buffer *out, const char *const *cells)
{
    for (size_t i = 0; i < SESSION_COLUMN_COUNT; i++) {
        if (i > 0) buffer_char(out, ';');
        output_cell(out, cells[i]);
    }
    buffer_text(out, "\r\n");
}

static void write_sessions_of(struct export *export, const struct atlas *atlas,
                              const struct named *named, bool is_alone)
{
    size_t count = 0;
    const char *cells[SESSION_COLUMN_COUNT];
    const struct session *sessions = atlas_sessions(atlas, named->id, &count);
    for (size_t i = 0; i < count; i++) {
        pool_reset(&export->pool);
        if (!export_session_cells(&export->cells, atlas_skills(atlas),
                                  is_alone ? named->name : named->identity, &sessions[i], cells)) {
            continue;
        }
        write_session_row(&export->content, cells);
        export->sessions++;
        if (export->pool.failed) export->content.failed = true;
    }
}

/* Structures by their name; by their identity where another one has the same name. */
static enum status write_sessions(struct export *export, const struct atlas *atlas)
{
    size_t count = atlas_facts(atlas)->resources;
    struct named *names = sort_by_name(atlas, count);
    if (names == NULL) return STATUS_NO_MEMORY;
    const char *titles[SESSION_COLUMN_COUNT];
    for (size_t i = 0; i < SESSION_COLUMN_COUNT; i++) titles[i] = session_columns[i].name;
    buffer_text(&export->content, "\xEF\xBB\xBF");
    write_session_row(&export->content, titles);
    for (size_t i = 0; i < count; i++) {
        bool is_alone = (i == 0 || strcmp(names[i - 1].folded, names[i].folded) != 0) &&
                        (i + 1 == count || strcmp(names[i + 1].folded, names[i].folded) != 0);
        write_sessions_of(export, atlas, &names[i], is_alone);
    }
    free(names);
    return STATUS_OK;
}

static enum status save(struct export *export, const char *path)
{
    enum status status = output_file(path, &export->content);
    if (status == STATUS_FAILED) {
        fprintf(stderr, "Ce fichier ne peut pas être écrit : %s\n", path);
        status = STATUS_INVALID;
    }
    buffer_reset(&export->content);
    return status;
}

static enum status load(struct export *export, const char *path, struct atlas **out)
{
    enum audience audience = export->restricted ? AUDIENCE_PROFESSIONAL : AUDIENCE_PUBLIC;
    if (export->is_geojson) {
        buffer_text(&export->content, "{\"type\":\"FeatureCollection\",\"features\":[");
    } else {
        write_titles(export);
    }
    enum status status = atlas_load(path, audience, encode, export, out);
    if (export->is_geojson) buffer_text(&export->content, "\n]}\n");
    return status;
}

static enum status write_files(struct export *export, const char *path)
{
    struct atlas *atlas = NULL;
    const struct options *options = export->options;
    enum status status = load(export, path, &atlas);
    if (status == STATUS_OK && options->file_count > 0) status = save(export, options->files[0]);
    buffer_reset(&export->content);
    if (status == STATUS_OK && options->sessions_path != NULL) {
        status = write_sessions(export, atlas);
        if (status == STATUS_OK) status = save(export, options->sessions_path);
    }
    atlas_close(atlas);
    return status;
}

static void tell(const struct export *export)
{
    const struct options *options = export->options;
    size_t resources = export->resources, sessions = export->sessions;
    size_t zones = export->cells.zones_left_out, days = export->cells.sessions_left_out;
    if (options->file_count > 0) {
        printf("%zu fiche%s écrite%s dans %s", resources, resources > 1 ? "s" : "",
               resources > 1 ? "s" : "", options->files[0]);
        puts(export->restricted ? ", champs réservés aux professionnels compris."
                                : ", sans les champs réservés aux professionnels.");
    }
    if (options->sessions_path != NULL) {
        printf("%zu séance%s écrite%s dans %s.\n", sessions, sessions > 1 ? "s" : "",
               sessions > 1 ? "s" : "", options->sessions_path);
    }
    if (zones > 0) {
        printf("%zu fiche%s sans sa zone : elle ne vaut que pour une compétence, ce qu'un tableau "
               "ne sait pas dire.\n",
               zones, zones > 1 ? "s" : "");
    }
    if (days > 0) {
        printf("%zu séance%s laissée%s de côté : des jours en sont exceptés, ce qu'un tableau ne "
               "sait pas dire.\n",
               days, days > 1 ? "s" : "", days > 1 ? "s" : "");
    }
}

/* What is wrong with the line that was typed; NULL: nothing. */
static const char *why_wrong(struct export *export)
{
    const struct options *options = export->options;
    const char *path = options->file_count > 0 ? options->files[0] : NULL;
    const char *audience = options->audience != NULL ? options->audience : "public";
    export->is_geojson =
        path != NULL && (output_ends_with(path, ".geojson") || output_ends_with(path, ".json"));
    export->restricted = strcmp(audience, "professional") == 0;
    if (path == NULL && options->sessions_path == NULL) {
        return "Dites dans quel fichier écrire : annuaire.csv, annuaire.geojson, ou --sessions "
               "seances.csv.";
    }
    if (path != NULL && !export->is_geojson && !output_ends_with(path, ".csv")) {
        return "Le fichier doit finir par .csv ou .geojson.";
    }
    if (options->sessions_path != NULL && !output_ends_with(options->sessions_path, ".csv")) {
        return "Le fichier des séances doit finir par .csv.";
    }
    if (!export->restricted && strcmp(audience, "public") != 0) {
        return "--audience est public ou professional.";
    }
    return NULL;
}

static enum status choose(const struct options *options, struct buffer *path)
{
    uint32_t number = 0;
    enum status status = STATUS_OK;
    if (options->generation != NULL) {
        if (!generations_read_number(options->generation, &number)) return STATUS_INVALID;
    } else {
        status = generation_current(options->data, SERIES_DIRECTORY, &number);
    }
    if (status == STATUS_NOT_FOUND) fputs("Rien n'est encore publié.\n", stderr);
    if (status != STATUS_OK) return status;
    generation_path(options->data, SERIES_DIRECTORY, number, path);
    return path->failed ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status export_command(const struct options *options, struct report *report)
{
    struct export export = {.options = options};
    struct buffer path = {0};
    (void)report;
    export.cells.pool = &export.pool;
    const char *wrong = why_wrong(&export);
    if (wrong != NULL) {
        fprintf(stderr, "%s\n", wrong);
        return STATUS_INVALID;
    }
    enum status status = choose(options, &path);
    if (status == STATUS_OK && generations_has_workspace(options->data)) {
        status = workspace_open(options->data, &export.cells.workspace);
    }
    if (status == STATUS_OK) {
        status = write_files(&export, path.data);
        if (status == STATUS_NOT_FOUND) {
            fputs("Cet annuaire n'est pas gardé (voir la commande list).\n", stderr);
        }
    }
    if (status == STATUS_OK) tell(&export);
    workspace_close(export.cells.workspace);
    buffer_free(&export.content);
    buffer_free(&path);
    pool_free(&export.pool);
    return status;
}
