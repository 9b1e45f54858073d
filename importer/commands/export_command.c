/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/generations.h"
#include "export/export_writer.h"
#include "files/output.h"
#include "geodata/generation.h"
#include "geodata/skills.h"
#include "geodata/text.h"
#include "run/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The command export: a published directory as a table or as points. The restricted fields are
 * those that the atlas of the audience holds; the public's holds none. */

struct export
{
    const struct options *options;
    bool restricted;
    struct export_context cells;
    struct pool pool;
    struct export_writer directory, sessions; /* format NULL: not wanted */
    bool failed;                              /* a row could not be written */
};

static const struct export_format *const formats[] = {&export_csv, &export_geojson, &export_xlsx,
                                                      &export_gpkg};

/* The format for a file name; NULL: none has its ending. */
static const struct export_format *format_of(const char *path)
{
    if (output_ends_with(path, ".json")) return &export_geojson;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (output_ends_with(path, formats[i]->ending)) return formats[i];
    }
    return NULL;
}

bool export_has_column(const struct export_writer *writer, size_t column)
{
    bool is_restricted =
        column == SHEET_DIRECT_PHONE || column == SHEET_MSSANTE || column == SHEET_REFERRAL;
    if (column == SHEET_FIRST_NAME) return false; /* the name holds it */
    if (writer->format->holds_points && (column == SHEET_LON || column == SHEET_LAT)) return false;
    return writer->restricted || !is_restricted;
}

/* The atlas gives each resource once, in the order of the directory. What it keeps of it is what a
 * table of sessions will want: the name, folded and as it is, and the identity. */
static void encode(void *context, const struct atlas *atlas, atlas_id id,
                   const struct resource *resource, struct atlas_text *text)
{
    struct export *export = context;
    struct buffer *out = &text->bytes;
    const char *cells[SHEET_COLUMN_COUNT];
    text_fold(resource->name, strlen(resource->name), out);
    buffer_append(out, "", 1);
    buffer_append(out, resource->name, strlen(resource->name) + 1);
    buffer_append(out, resource->identity, strlen(resource->identity) + 1);
    struct export_writer *writer = &export->directory;
    if (writer->format == NULL) return;
    pool_reset(&export->pool);
    export_resource_cells(&export->cells, atlas, id, resource, cells);
    if (!writer->format->resource(writer, atlas, id, resource, cells)) export->failed = true;
    writer->resources++;
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

/* `texts` holds what they point to. */
static struct named *sort_by_name(const struct atlas *atlas, size_t count, struct buffer *texts)
{
    struct named *names = calloc(count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++) atlas_write_text(atlas, (atlas_id)i, texts);
    const char *at = texts->data;
    for (size_t i = 0; names != NULL && !texts->failed && i < count; i++) {
        names[i].id = (atlas_id)i;
        names[i].folded = at;
        names[i].name = names[i].folded + strlen(names[i].folded) + 1;
        names[i].identity = names[i].name + strlen(names[i].name) + 1;
        at = names[i].identity + strlen(names[i].identity) + 1;
    }
    if (texts->failed) {
        free(names);
        return NULL;
    }
    if (names != NULL && count > 0) qsort(names, count, sizeof *names, compare_names);
    return names;
}

static void write_session(struct export *export, struct export_writer *writer,
                          const char *const *cells)
{
    if (writer->format == NULL || writer->format->session == NULL) return;
    if (!writer->sessions_only && !writer->format->holds_sessions) return;
    if (!writer->format->session(writer, cells)) export->failed = true;
    writer->sessions++;
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
        write_session(export, &export->directory, cells);
        write_session(export, &export->sessions, cells);
        if (export->pool.failed) export->failed = true;
    }
}

/* Structures by their name; by their identity where another one has the same name. */
static enum status write_sessions(struct export *export, const struct atlas *atlas)
{
    size_t count = atlas_facts(atlas)->resources;
    struct buffer texts = {0};
    struct named *names = sort_by_name(atlas, count, &texts);
    for (size_t i = 0; names != NULL && i < count; i++) {
        bool is_alone = (i == 0 || strcmp(names[i - 1].folded, names[i].folded) != 0) &&
                        (i + 1 == count || strcmp(names[i + 1].folded, names[i].folded) != 0);
        write_sessions_of(export, atlas, &names[i], is_alone);
    }
    enum status status = names == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    free(names);
    buffer_free(&texts);
    return status;
}

static bool wants_sessions(const struct export *export)
{
    const struct export_format *format = export->directory.format;
    return export->sessions.format != NULL || (format != NULL && format->holds_sessions);
}

/* What could not be done with a file, told here; the store itself is well. */
static enum status explain(enum status status, const struct export_writer *writer)
{
    if (status == STATUS_FAILED) {
        fprintf(stderr,
                "Ce fichier ne peut pas être écrit : %s. Vérifiez le dossier, vos droits "
                "et la place sur le disque.\n",
                writer->path);
        return STATUS_INVALID;
    }
    if (status == STATUS_INVALID) {
        fputs("Il y a plus d'un million de lignes : un tableur n'en tient pas tant. Écrivez un "
              "fichier .csv ou .gpkg.\n",
              stderr);
    }
    return status;
}

static enum status open_writer(struct export_writer *writer)
{
    if (writer->format == NULL) return STATUS_OK;
    return explain(writer->format->open(writer), writer);
}

/* `atlas` NULL: something failed before, no file is left. */
static enum status close_writer(struct export_writer *writer, const struct atlas *atlas)
{
    if (writer->format == NULL) return STATUS_OK;
    return explain(writer->format->close(writer, atlas), writer);
}

static enum status write_files(struct export *export, const char *path)
{
    struct atlas *atlas = NULL;
    enum audience audience = export->restricted ? AUDIENCE_PROFESSIONAL : AUDIENCE_PUBLIC;
    enum status status = open_writer(&export->directory);
    if (status == STATUS_OK) status = open_writer(&export->sessions);
    if (status == STATUS_OK) status = atlas_load(path, audience, encode, export, &atlas);
    if (status == STATUS_OK && wants_sessions(export)) status = write_sessions(export, atlas);
    if (status == STATUS_OK && export->failed) status = STATUS_NO_MEMORY;
    const struct atlas *whole = status == STATUS_OK ? atlas : NULL;
    enum status first = close_writer(&export->directory, whole);
    enum status second = close_writer(&export->sessions, first == STATUS_OK ? whole : NULL);
    atlas_close(atlas);
    if (status != STATUS_OK) return status;
    return first != STATUS_OK ? first : second;
}

static void tell_count(size_t count, const char *noun, const char *path, const char *end)
{
    const char *plural = count > 1 ? "s" : "";
    printf("%zu %s%s écrite%s dans %s%s\n", count, noun, plural, plural, path, end);
}

static void tell(const struct export *export)
{
    const struct export_writer *directory = &export->directory, *sessions = &export->sessions;
    size_t zones = export->cells.zones_left_out, days = export->cells.sessions_left_out;
    if (directory->format != NULL) {
        tell_count(directory->resources, "fiche", directory->path,
                   export->restricted ? ", champs réservés aux professionnels compris."
                                      : ", sans les champs réservés aux professionnels.");
        if (directory->format->holds_sessions) {
            tell_count(directory->sessions, "séance", directory->path, ".");
        }
    }
    if (sessions->format != NULL) {
        tell_count(sessions->sessions, "séance", sessions->path, ".");
    }
    if (directory->cut > 0) {
        printf("%zu cellule%s coupée%s à 32767 caractères, le plus qu'un tableur tienne : préférez "
               "un fichier .csv pour recharger ensuite.\n",
               directory->cut, directory->cut > 1 ? "s" : "", directory->cut > 1 ? "s" : "");
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
    export->restricted = strcmp(audience, "professional") == 0;
    if (path == NULL && options->sessions_path == NULL) {
        return "Dites dans quel fichier écrire : annuaire.xlsx, annuaire.csv, annuaire.geojson, "
               "annuaire.gpkg, ou --sessions seances.csv.";
    }
    if (path != NULL && format_of(path) == NULL) {
        return "Le fichier doit finir par .xlsx, .csv, .geojson ou .gpkg.";
    }
    if (options->sessions_path != NULL && !output_ends_with(options->sessions_path, ".csv")) {
        return "Le fichier des séances doit finir par .csv (.xlsx et .gpkg les contiennent déjà).";
    }
    if (!export->restricted && strcmp(audience, "public") != 0) {
        return "--audience est public ou professional.";
    }
    return NULL;
}

static void choose_writers(struct export *export, const struct skills *skills)
{
    const struct options *options = export->options;
    struct export_writer writer = {.restricted = export->restricted, .skills = skills};
    export->directory = export->sessions = writer;
    if (options->file_count > 0) {
        export->directory.path = options->files[0];
        export->directory.format = format_of(options->files[0]);
    }
    export->sessions.sessions_only = true;
    if (options->sessions_path != NULL) {
        export->sessions.path = options->sessions_path;
        export->sessions.format = &export_csv;
    }
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
    struct skills *skills = NULL;
    (void)report;
    export.cells.pool = &export.pool;
    const char *wrong = why_wrong(&export);
    if (wrong != NULL) {
        fprintf(stderr, "%s\n", wrong);
        return STATUS_INVALID;
    }
    enum status status = choose(options, &path);
    if (status == STATUS_OK) status = skills_default(&skills);
    if (status == STATUS_OK) choose_writers(&export, skills);
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
    skills_free(skills);
    buffer_free(&path);
    pool_free(&export.pool);
    return status;
}
