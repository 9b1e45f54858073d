/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "publish/publication.h"

#include "embedded/directory_indexes_sql.h"
#include "embedded/directory_sql.h"
#include "embedded/sql_publish_analyze.h"
#include "embedded/sql_publish_areas.h"
#include "embedded/sql_publish_circles.h"
#include "embedded/sql_publish_closures.h"
#include "embedded/sql_publish_corrected.h"
#include "embedded/sql_publish_corrections.h"
#include "embedded/sql_publish_generation.h"
#include "embedded/sql_publish_geometry_columns.h"
#include "embedded/sql_publish_merge.h"
#include "embedded/sql_publish_merged_resources.h"
#include "embedded/sql_publish_provenance.h"
#include "embedded/sql_publish_put_circle.h"
#include "embedded/sql_publish_put_skill.h"
#include "embedded/sql_publish_resources.h"
#include "embedded/sql_publish_sessions.h"
#include "embedded/sql_publish_sources.h"
#include "embedded/sql_publish_voices.h"
#include "embedded/sql_publish_written.h"
#include "embedded/sql_publish_zones.h"
#include "geodata/log.h"
#include "publish/publish_choose.h"
#include "publish/publish_circle.h"
#include "publish/publish_trust.h"
#include "store/rtree_pack.h"
#include "workspace/reconcile.h"

#include <stdlib.h>

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
    size_t length = 0;
    const void *point = column_bytes(circle, 5, &length);
    struct box box;
    if (!blob_read_box(point, length, BLOB_POINT, &box)) {
        log_error("publish: the place of resource %lld is no point in WGS 84",
                  (long long)column_integer(circle, 0));
        return STATUS_FAILED;
    }
    double radius_m = column_real(circle, 4);
    buffer_reset(drawing);
    publish_draw_circle(pen, (struct point){box.west, box.south}, radius_m, drawing);
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

enum status publication_fill(struct publication *publication)
{
    enum status status = database_begin(publication->database);
    if (status == STATUS_OK) status = run_steps(publication);
    if (status == STATUS_OK) status = database_commit(publication->database);
    if (status != STATUS_OK) return status;
    return database_run(publication->database, "written", sql_publish_written);
}
