/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/publish.h"

#include "database.h"
#include "embedded/directory_indexes_sql.h"
#include "embedded/directory_sql.h"
#include "embedded/sql_publish_analyze.h"
#include "embedded/sql_publish_areas.h"
#include "embedded/sql_publish_attach.h"
#include "embedded/sql_publish_circles.h"
#include "embedded/sql_publish_closures.h"
#include "embedded/sql_publish_compare.h"
#include "embedded/sql_publish_corrected.h"
#include "embedded/sql_publish_corrections.h"
#include "embedded/sql_publish_counts.h"
#include "embedded/sql_publish_detach.h"
#include "embedded/sql_publish_generation.h"
#include "embedded/sql_publish_geometry_columns.h"
#include "embedded/sql_publish_merge.h"
#include "embedded/sql_publish_merged_resources.h"
#include "embedded/sql_publish_open.h"
#include "embedded/sql_publish_provenance.h"
#include "embedded/sql_publish_put_circle.h"
#include "embedded/sql_publish_put_skill.h"
#include "embedded/sql_publish_resources.h"
#include "embedded/sql_publish_sessions.h"
#include "embedded/sql_publish_sources.h"
#include "embedded/sql_publish_unmet_sessions.h"
#include "embedded/sql_publish_unplaced_zones.h"
#include "embedded/sql_publish_voices.h"
#include "embedded/sql_publish_zones.h"
#include "geodata/log.h"
#include "geodata/workspace.h"
#include "publish_choose.h"
#include "publish_circle.h"
#include "publish_examine.h"
#include "publish_series.h"
#include "publish_trust.h"
#include "reconcile.h"
#include "rtree_pack.h"

#include <stdlib.h>
#include <unistd.h>

/* A generation while it is made. */
struct publication {
    const char *data;
    struct workspace *workspace; /* for its taxonomy */
    struct database *database;   /* the new file, the workspace attached */
    struct buffer workspace_path, part;
    const struct trust *trust;
    bool rehearses; /* nothing is learned */
    uint32_t number;
};

static enum status attach_workspace(struct publication *publication)
{
    struct statement *attach = NULL;
    enum status status =
        database_prepare(publication->database, "attach", sql_publish_attach, &attach);
    if (status != STATUS_OK) return status;
    bind_text(attach, ":path", publication->workspace_path.data);
    status = statement_run(attach);
    statement_close(attach);
    return status;
}

static enum status open_part(struct publication *publication)
{
    enum status status =
        database_open(publication->part.data, DATABASE_CREATE, true, &publication->database);
    if (status == STATUS_OK) status = attach_workspace(publication);
    if (status == STATUS_OK) status = database_run(publication->database, "open", sql_publish_open);
    return status;
}

static enum status fill_skills(struct publication *publication)
{
    const struct skills *skills = workspace_skills(publication->workspace);
    struct statement *put = NULL;
    enum status status =
        database_prepare(publication->database, "put_skill", sql_publish_put_skill, &put);
    for (size_t i = 0; status == STATUS_OK && i < skills_count(skills); i++) {
        const struct skill *skill = skills_get(skills, (skill_id)i);
        bind_integer(put, ":id", (int64_t)i);
        bind_text(put, ":code", skill->code);
        bind_text(put, ":kind", skill_kind_word(skill->kind));
        bind_text(put, ":parent",
                  skill->parent == SKILL_NONE ? NULL : skills_get(skills, skill->parent)->code);
        bind_text(put, ":label_fr", skill->label_fr);
        bind_text(put, ":label_en", skill->label_en);
        bind_text(put, ":synonyms", skill->synonyms == NULL ? "" : skill->synonyms);
        status = statement_run(put);
    }
    statement_close(put);
    return status;
}

static enum status put_circle(struct circle_pen *pen, struct statement *circle,
                              struct statement *put, struct buffer *drawing)
{
    struct point center = {column_real(circle, 5), column_real(circle, 6)};
    double radius_m = column_real(circle, 4);
    buffer_reset(drawing);
    publish_draw_circle(pen, center, radius_m, drawing);
    if (drawing->failed) return STATUS_NO_MEMORY;

    bind_integer(put, ":resource", column_integer(circle, 0));
    bind_null(put, ":skill");
    if (!column_is_null(circle, 1)) bind_integer(put, ":skill", column_integer(circle, 1));
    bind_text(put, ":effect", column_text(circle, 2));
    bind_text(put, ":label", column_text(circle, 3));
    bind_real(put, ":radius_m", radius_m);
    bind_bytes(put, ":geometry", drawing->data, drawing->length);
    return statement_run(put);
}

static enum status fill_circles(struct publication *publication)
{
    struct statement *circle = NULL, *put = NULL;
    struct buffer drawing = {0};
    struct circle_pen *pen = calloc(1, sizeof *pen);
    enum status status = STATUS_NO_MEMORY;
    if (pen == NULL) goto done;
    status = database_prepare(publication->database, "circles", sql_publish_circles, &circle);
    if (status != STATUS_OK) goto done;
    status = database_prepare(publication->database, "put_circle", sql_publish_put_circle, &put);
    if (status != STATUS_OK) goto done;

    while ((status = statement_step(circle)) == STATUS_OK) {
        status = put_circle(pen, circle, put, &drawing);
        if (status != STATUS_OK) goto done;
    }
    if (status == STATUS_NOT_FOUND) status = STATUS_OK;
done:
    statement_close(circle);
    statement_close(put);
    buffer_free(&drawing);
    free(pen);
    return status;
}

static enum status fill_generation(struct publication *publication)
{
    struct statement *put = NULL;
    enum status status =
        database_prepare(publication->database, "generation", sql_publish_generation, &put);
    if (status != STATUS_OK) return status;
    bind_integer(put, ":number", publication->number);
    status = statement_run(put);
    statement_close(put);
    return status;
}

static enum status create_tables(struct publication *publication)
{
    enum status status = database_spatial_metadata(publication->database);
    if (status == STATUS_OK) {
        status = database_run(publication->database, "directory.sql", directory_sql);
    }
    if (status == STATUS_OK) {
        status = database_expect(publication->database, "geometry_columns",
                                 sql_publish_geometry_columns);
    }
    database_rest_triggers(publication->database);
    return status;
}

static enum status index_geometry(struct publication *publication)
{
    enum status status = rtree_pack(publication->database, "area", BLOB_MULTIPOLYGON);
    if (status == STATUS_OK) status = rtree_pack(publication->database, "place", BLOB_POINT);
    if (status == STATUS_OK) status = rtree_pack(publication->database, "zone", BLOB_MULTIPOLYGON);
    return status;
}

static enum status reconcile(struct publication *publication)
{
    enum status status = reconcile_run(publication->database);
    if (status != STATUS_OK || publication->rehearses) return status;
    return reconcile_learn(publication->database);
}

static enum status trust(struct publication *publication)
{
    return publish_write_trust(publication->database, publication->trust);
}

static enum status choose(struct publication *publication)
{
    return publish_choose(publication->database);
}

/* The order in which a generation is filled: a script, or a function where C has to help. */
static const struct step {
    const char *name, *sql;
    enum status (*run)(struct publication *publication);
} steps[] = {
    {"create", NULL, create_tables},
    {"reconcile", NULL, reconcile},
    {"trust", NULL, trust},
    {"voices", sql_publish_voices, NULL},
    {"merge", sql_publish_merge, NULL},
    {"corrected", sql_publish_corrected, NULL},
    {"choose", NULL, choose},
    {"sources", sql_publish_sources, NULL},
    {"skills", NULL, fill_skills},
    {"areas", sql_publish_areas, NULL},
    {"resources", sql_publish_resources, NULL},
    {"merged_resources", sql_publish_merged_resources, NULL},
    {"provenance", sql_publish_provenance, NULL},
    {"corrections", sql_publish_corrections, NULL},
    {"closures", sql_publish_closures, NULL},
    {"zones", sql_publish_zones, NULL},
    {"circles", NULL, fill_circles},
    {"sessions", sql_publish_sessions, NULL},
    {"generation", NULL, fill_generation},
    {"index", directory_indexes_sql, NULL},
    {"spatial_index", NULL, index_geometry},
    {"analyze", sql_publish_analyze, NULL},
};

static enum status run_steps(struct publication *publication)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        enum status status = steps[i].run != NULL
                                 ? steps[i].run(publication)
                                 : database_run(publication->database, steps[i].name, steps[i].sql);
        if (status != STATUS_OK) return status;
    }
    return STATUS_OK;
}

static enum status read_counts(struct publication *publication, struct publish_summary *out)
{
    struct statement *counts = NULL;
    enum status status =
        database_prepare(publication->database, "counts", sql_publish_counts, &counts);
    if (status != STATUS_OK) return status;
    status = statement_step(counts);
    if (status == STATUS_OK) {
        size_t *const columns[] = {
            &out->resources,          &out->places,   &out->zones,
            &out->sessions,           &out->skills,   &out->areas,
            &out->excluded,           &out->unplaced, &out->zones_unplaced,
            &out->sessions_unmatched, &out->likely,
        };
        for (int i = 0; i < (int)(sizeof columns / sizeof *columns); i++) {
            *columns[i] = (size_t)column_integer(counts, i);
        }
        out->number = publication->number;
    }
    statement_close(counts);
    if (status == STATUS_OK && out->resources == 0) {
        log_error("publish: the workspace holds no resource");
        status = STATUS_INVALID;
    }
    return status;
}

/* Writes one row of a query to the log. */
typedef void row_writer(struct statement *row);

static void write_fault(struct statement *row)
{
    log_error("publish: %s: %s in the workspace, %s published", column_text(row, 0),
              column_text(row, 1), column_text(row, 2));
}

/* What is left out is the coordinator's business, hence in French. */
static void write_zone(struct statement *row)
{
    log_info("publication : zone laissée de côté, son contour ou son centre est inconnu : fiche "
             "%s, zone « %s »",
             column_text(row, 0), column_text(row, 1));
}

static void write_session(struct statement *row)
{
    const char *structure = column_text(row, 0);
    int namesakes = (int)column_integer(row, 1);
    if (namesakes == 0) {
        log_info("publication : séance laissée de côté : aucune fiche ne s'appelle « %s »",
                 structure);
        return;
    }
    log_info("publication : séance laissée de côté : %d fiches s'appellent « %s », donnez "
             "l'identifiant de la bonne",
             namesakes, structure);
}

static enum status log_rows(struct publication *publication, const char *name, const char *sql,
                            row_writer *write, size_t *rows)
{
    struct statement *statement = NULL;
    enum status status = database_prepare(publication->database, name, sql, &statement);
    while (status == STATUS_OK && (status = statement_step(statement)) == STATUS_OK) {
        write(statement);
        (*rows)++;
    }
    statement_close(statement);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status compare_counts(struct publication *publication)
{
    size_t faults = 0;
    enum status status =
        log_rows(publication, "compare", sql_publish_compare, write_fault, &faults);
    return status == STATUS_OK && faults > 0 ? STATUS_FAILED : status;
}

static enum status log_left_out(struct publication *publication,
                                const struct publish_summary *summary)
{
    size_t rows = 0;
    enum status status = STATUS_OK;
    if (summary->zones_unplaced > 0) {
        status =
            log_rows(publication, "unplaced_zones", sql_publish_unplaced_zones, write_zone, &rows);
    }
    if (status == STATUS_OK && summary->sessions_unmatched > 0) {
        status = log_rows(publication, "unmet_sessions", sql_publish_unmet_sessions, write_session,
                          &rows);
    }
    return status;
}

static enum status fill(struct publication *publication, struct publish_summary *out)
{
    enum status status = database_begin(publication->database);
    if (status == STATUS_OK) status = run_steps(publication);
    if (status == STATUS_OK) status = compare_counts(publication);
    if (status == STATUS_OK) status = read_counts(publication, out);
    if (status == STATUS_OK) status = log_left_out(publication, out);
    if (status == STATUS_OK) status = database_commit(publication->database);
    if (status == STATUS_OK) {
        status = database_run(publication->database, "detach", sql_publish_detach);
    }
    database_close(publication->database);
    publication->database = NULL;
    return status;
}

static enum status examine_part(struct publication *publication)
{
    struct buffer findings = {0};
    enum status status =
        publish_examine(publication->part.data, SERIES_DIRECTORY, publication->number, &findings);
    if (status == STATUS_INVALID) {
        log_error("publish: the new file is not sound: %s", findings.data);
        status = STATUS_FAILED;
    }
    buffer_free(&findings);
    return status;
}

static enum status name_files(struct publication *publication)
{
    buffer_format(&publication->workspace_path, "%s/workspace.sqlite", publication->data);
    if (publication->workspace_path.failed) return STATUS_NO_MEMORY;
    if (access(publication->workspace_path.data, F_OK) != 0) return STATUS_NOT_FOUND;

    enum status status = publish_folder(publication->data, SERIES_DIRECTORY);
    if (status == STATUS_OK) {
        status = publish_next(publication->data, SERIES_DIRECTORY, &publication->number);
    }
    if (status != STATUS_OK) return status;
    generation_folder(publication->data, SERIES_DIRECTORY, &publication->part);
    buffer_format(&publication->part, "/.directory-%u.sqlite.part", publication->number);
    return publication->part.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

/* Builds and checks the file aside. */
static enum status build(struct publication *publication, struct publish_summary *out)
{
    *out = (struct publish_summary){0};
    enum status status = name_files(publication);
    if (status != STATUS_OK) return status;
    publish_sweep(publication->data, SERIES_DIRECTORY);
    status = workspace_open(publication->data, &publication->workspace);
    if (status != STATUS_OK) return status;
    status = open_part(publication);
    if (status == STATUS_OK) status = fill(publication, out);
    if (status == STATUS_OK) status = examine_part(publication);
    return status;
}

static void close_publication(struct publication *publication)
{
    database_close(publication->database);
    workspace_close(publication->workspace);
    buffer_free(&publication->workspace_path);
    buffer_free(&publication->part);
}

enum status publish_directory_with(const char *data, const struct publish_options *options,
                                   struct publish_summary *out)
{
    struct publication publication = {
        .data = data, .trust = options->trust != NULL ? options->trust : &trust_default};
    enum status status = build(&publication, out);
    if (status == STATUS_OK) {
        status = publish_install(data, SERIES_DIRECTORY, publication.number, publication.part.data,
                                 options->keep);
    }
    close_publication(&publication);
    if (status != STATUS_OK) publish_sweep(data, SERIES_DIRECTORY);
    return status;
}

enum status publish_directory(const char *data, size_t keep, struct publish_summary *out)
{
    return publish_directory_with(data, &(struct publish_options){.keep = keep}, out);
}

enum status publish_rehearse(const char *data, const struct publish_options *options,
                             publish_look *look, void *context, struct publish_summary *out)
{
    struct publication publication = {.data = data,
                                      .trust =
                                          options->trust != NULL ? options->trust : &trust_default,
                                      .rehearses = true};
    enum status status = build(&publication, out);
    if (status == STATUS_OK) status = look(context, publication.part.data);
    close_publication(&publication);
    publish_sweep(data, SERIES_DIRECTORY);
    return status;
}
