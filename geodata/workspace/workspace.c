/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/workspace.h"

#include "embedded/skills_csv.h"
#include "embedded/sql_workspace_change_record.h"
#include "embedded/sql_workspace_clear_closures.h"
#include "embedded/sql_workspace_clear_hours.h"
#include "embedded/sql_workspace_clear_identifiers.h"
#include "embedded/sql_workspace_clear_skills.h"
#include "embedded/sql_workspace_clear_zones.h"
#include "embedded/sql_workspace_commune_at.h"
#include "embedded/sql_workspace_count_records.h"
#include "embedded/sql_workspace_count_unsaid.h"
#include "embedded/sql_workspace_drop_corrected.h"
#include "embedded/sql_workspace_each_commune.h"
#include "embedded/sql_workspace_each_correction.h"
#include "embedded/sql_workspace_each_exclusion.h"
#include "embedded/sql_workspace_each_source.h"
#include "embedded/sql_workspace_exclude.h"
#include "embedded/sql_workspace_find_area.h"
#include "embedded/sql_workspace_find_identity.h"
#include "embedded/sql_workspace_find_record.h"
#include "embedded/sql_workspace_find_session.h"
#include "embedded/sql_workspace_has_area.h"
#include "embedded/sql_workspace_has_communes.h"
#include "embedded/sql_workspace_has_identity.h"
#include "embedded/sql_workspace_has_structure.h"
#include "embedded/sql_workspace_look.h"
#include "embedded/sql_workspace_open.h"
#include "embedded/sql_workspace_put_alias.h"
#include "embedded/sql_workspace_put_area.h"
#include "embedded/sql_workspace_put_closure.h"
#include "embedded/sql_workspace_put_correction.h"
#include "embedded/sql_workspace_put_hours.h"
#include "embedded/sql_workspace_put_identifier.h"
#include "embedded/sql_workspace_put_record.h"
#include "embedded/sql_workspace_put_session.h"
#include "embedded/sql_workspace_put_skill.h"
#include "embedded/sql_workspace_put_skills.h"
#include "embedded/sql_workspace_put_source.h"
#include "embedded/sql_workspace_put_verdict.h"
#include "embedded/sql_workspace_put_zone.h"
#include "embedded/sql_workspace_read_geometry.h"
#include "embedded/sql_workspace_readmit.h"
#include "embedded/sql_workspace_recall_record.h"
#include "embedded/sql_workspace_remove_areas.h"
#include "embedded/sql_workspace_remove_correction.h"
#include "embedded/sql_workspace_remove_records.h"
#include "embedded/sql_workspace_remove_sessions.h"
#include "embedded/sql_workspace_said_before.h"
#include "embedded/sql_workspace_set.h"
#include "embedded/sql_workspace_skills.h"
#include "embedded/sql_workspace_triggers.h"
#include "embedded/sql_workspace_write_ahead.h"
#include "geodata/log.h"
#include "workspace/workspace_store.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct {
    const char *name, *sql;
} queries[QUERY_COUNT] = {
    [QUERY_PUT_SOURCE] = {"put_source", sql_workspace_put_source},
    [QUERY_COUNT_UNSAID] = {"count_unsaid", sql_workspace_count_unsaid},
    [QUERY_REMOVE_RECORDS] = {"remove_records", sql_workspace_remove_records},
    [QUERY_REMOVE_SESSIONS] = {"remove_sessions", sql_workspace_remove_sessions},
    [QUERY_REMOVE_AREAS] = {"remove_areas", sql_workspace_remove_areas},
    [QUERY_EACH_SOURCE] = {"each_source", sql_workspace_each_source},
    [QUERY_SET] = {"set", sql_workspace_set},
    [QUERY_EXCLUDE] = {"exclude", sql_workspace_exclude},
    [QUERY_READMIT] = {"readmit", sql_workspace_readmit},
    [QUERY_PUT_ALIAS] = {"put_alias", sql_workspace_put_alias},
    [QUERY_PUT_CORRECTION] = {"put_correction", sql_workspace_put_correction},
    [QUERY_REMOVE_CORRECTION] = {"remove_correction", sql_workspace_remove_correction},
    [QUERY_EACH_CORRECTION] = {"each_correction", sql_workspace_each_correction},
    [QUERY_DROP_CORRECTED] = {"drop_corrected", sql_workspace_drop_corrected},
    [QUERY_PUT_VERDICT] = {"put_verdict", sql_workspace_put_verdict},
    [QUERY_HAS_IDENTITY] = {"has_identity", sql_workspace_has_identity},
    [QUERY_LOOK] = {"look", sql_workspace_look},
    [QUERY_EACH_EXCLUSION] = {"each_exclusion", sql_workspace_each_exclusion},
    [QUERY_FIND_IDENTITY] = {"find_identity", sql_workspace_find_identity},
    [QUERY_FIND_RECORD] = {"find_record", sql_workspace_find_record},
    [QUERY_SAID_BEFORE] = {"said_before", sql_workspace_said_before},
    [QUERY_RECALL_RECORD] = {"recall_record", sql_workspace_recall_record},
    [QUERY_COUNT_RECORDS] = {"count_records", sql_workspace_count_records},
    [QUERY_PUT_RECORD] = {"put_record", sql_workspace_put_record},
    [QUERY_CHANGE_RECORD] = {"change_record", sql_workspace_change_record},
    [QUERY_CLEAR_SKILLS] = {"clear_skills", sql_workspace_clear_skills},
    [QUERY_CLEAR_ZONES] = {"clear_zones", sql_workspace_clear_zones},
    [QUERY_CLEAR_HOURS] = {"clear_hours", sql_workspace_clear_hours},
    [QUERY_CLEAR_CLOSURES] = {"clear_closures", sql_workspace_clear_closures},
    [QUERY_CLEAR_IDENTIFIERS] = {"clear_identifiers", sql_workspace_clear_identifiers},
    [QUERY_PUT_IDENTIFIER] = {"put_identifier", sql_workspace_put_identifier},
    [QUERY_PUT_SKILL] = {"put_skill", sql_workspace_put_skill},
    [QUERY_PUT_SKILLS] = {"put_skills", sql_workspace_put_skills},
    [QUERY_PUT_ZONE] = {"put_zone", sql_workspace_put_zone},
    [QUERY_PUT_HOURS] = {"put_hours", sql_workspace_put_hours},
    [QUERY_PUT_CLOSURE] = {"put_closure", sql_workspace_put_closure},
    [QUERY_FIND_SESSION] = {"find_session", sql_workspace_find_session},
    [QUERY_PUT_SESSION] = {"put_session", sql_workspace_put_session},
    [QUERY_HAS_STRUCTURE] = {"has_structure", sql_workspace_has_structure},
    [QUERY_READ_GEOMETRY] = {"read_geometry", sql_workspace_read_geometry},
    [QUERY_FIND_AREA] = {"find_area", sql_workspace_find_area},
    [QUERY_PUT_AREA] = {"put_area", sql_workspace_put_area},
    [QUERY_HAS_AREA] = {"has_area", sql_workspace_has_area},
    [QUERY_HAS_COMMUNES] = {"has_communes", sql_workspace_has_communes},
    [QUERY_COMMUNE_AT] = {"commune_at", sql_workspace_commune_at},
    [QUERY_EACH_COMMUNE] = {"each_commune", sql_workspace_each_commune},
};

static enum status open_file(struct workspace *workspace, const char *data)
{
    if (mkdir(data, 0777) != 0 && errno != EEXIST) {
        log_error("workspace: cannot make folder %s: %s", data, strerror(errno));
        return STATUS_FAILED;
    }
    struct buffer path = {0};
    buffer_format(&path, "%s/workspace.sqlite", data);
    enum status status = STATUS_NO_MEMORY;
    if (!path.failed) {
        status = database_open(path.data, DATABASE_CREATE, true, &workspace->database);
    }
    buffer_free(&path);
    if (status == STATUS_OK) status = database_run(workspace->database, "open", sql_workspace_open);
    if (status == STATUS_OK) status = workspace_prepare_file(workspace->database);
    if (status == STATUS_OK) {
        status = database_run(workspace->database, "triggers", sql_workspace_triggers);
    }
    return status;
}

static bool is_said(const void *set, int64_t id)
{
    return id_set_has(set, id);
}

/* SQL asks for what this turn has said. */
static enum status tell_said(struct workspace *workspace)
{
    static const char *const names[SAID_COUNT] = {
        [SAID_RECORD] = "said_record", [SAID_SESSION] = "said_session", [SAID_AREA] = "said_area"};
    for (int i = 0; i < SAID_COUNT; i++) {
        enum status status =
            database_add_predicate(workspace->database, names[i], is_said, &workspace->said[i]);
        if (status != STATUS_OK) return status;
    }
    return STATUS_OK;
}

static enum status prepare_queries(struct workspace *workspace)
{
    for (int i = 0; i < QUERY_COUNT; i++) {
        enum status status = database_prepare(workspace->database, queries[i].name, queries[i].sql,
                                              &workspace->queries[i]);
        if (status != STATUS_OK) return status;
    }
    return STATUS_OK;
}

/* The additions are written below the program's own table, as its lines. */
static enum status append_additions(struct workspace *workspace, struct buffer *csv, size_t *count)
{
    struct statement *statement = NULL;
    enum status status =
        database_prepare(workspace->database, "skills", sql_workspace_skills, &statement);
    while (status == STATUS_OK && (status = statement_step(statement)) == STATUS_OK) {
        for (int column = 0; column < 6; column++) {
            if (column > 0) buffer_char(csv, ';');
            buffer_text(csv, column_text(statement, column));
        }
        buffer_char(csv, '\n');
        (*count)++;
    }
    statement_close(statement);
    if (csv->failed) return STATUS_NO_MEMORY;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status read_skills(struct workspace *workspace)
{
    struct buffer csv = {0};
    size_t additions = 0;
    buffer_append(&csv, skills_csv, skills_csv_length);
    if (skills_csv_length > 0 && skills_csv[skills_csv_length - 1] != '\n') buffer_char(&csv, '\n');
    enum status status = append_additions(workspace, &csv, &additions);
    if (status == STATUS_OK) status = skills_read(csv.data, csv.length, &workspace->skills);
    if (status == STATUS_INVALID) {
        log_error("workspace: the taxonomy with its %zu additions cannot be read", additions);
        status = STATUS_FAILED;
    }
    buffer_free(&csv);
    return status;
}

enum status workspace_open(const char *data, struct workspace **out)
{
    struct workspace *workspace = calloc(1, sizeof *workspace);
    if (workspace == NULL) return STATUS_NO_MEMORY;

    enum status status = open_file(workspace, data);
    if (status != STATUS_OK) goto done;
    status = tell_said(workspace);
    if (status != STATUS_OK) goto done;
    status = prepare_queries(workspace);
    if (status != STATUS_OK) goto done;
    status = read_skills(workspace);
    if (status != STATUS_OK) goto done;

    *out = workspace;
    workspace = NULL;
done:
    workspace_close(workspace);
    return status;
}

void workspace_close(struct workspace *workspace)
{
    if (workspace == NULL) return;
    for (int i = 0; i < QUERY_COUNT; i++) statement_close(workspace->queries[i]);
    database_close(workspace->database);
    skills_free(workspace->skills);
    for (int i = 0; i < SAID_COUNT; i++) id_set_free(&workspace->said[i]);
    workspace_bulk_free(&workspace->bulk);
    free(workspace);
}

const struct skills *workspace_skills(const struct workspace *workspace)
{
    return workspace->skills;
}

const char *workspace_said(const char *text)
{
    return text != NULL && text[0] != '\0' ? text : NULL;
}

enum status workspace_integer(struct workspace *workspace, enum workspace_query query, int64_t *out)
{
    struct statement *statement = workspace->queries[query];
    enum status status = statement_step(statement);
    if (status != STATUS_OK) return status;
    *out = column_integer(statement, 0);
    return statement_run(statement);
}

enum status workspace_compare(struct workspace *workspace, struct statement *find, enum status step,
                              enum said kind, fingerprint print, enum row_change *change)
{
    *change = ROW_NEW;
    if (step != STATUS_OK) return step == STATUS_NOT_FOUND ? STATUS_OK : step;
    workspace->found = column_integer(find, 0);
    *change = (fingerprint)column_integer(find, 1) == print ? ROW_SAME : ROW_CHANGED;
    statement_reset(find);

    enum status status = id_set_add(&workspace->said[kind], workspace->found);
    if (status == STATUS_OK && *change == ROW_SAME) workspace->summary.same++;
    return status;
}

enum status workspace_write(struct workspace *workspace, enum workspace_query put, enum said kind,
                            enum row_change change, int64_t *id)
{
    enum status status = statement_run(workspace->queries[put]);
    if (status != STATUS_OK) return status;
    if (change == ROW_CHANGED) {
        *id = workspace->found;
        workspace->summary.changed++;
        return STATUS_OK;
    }
    *id = database_last_id(workspace->database);
    workspace->summary.added++;
    return id_set_add(&workspace->said[kind], *id);
}

enum status workspace_begin_source(struct workspace *workspace, const struct source *source,
                                   bool partial)
{
    assert(!workspace->in_turn && "one source speaks at a time");
    if (workspace_said(source->key) == NULL || workspace_said(source->name) == NULL ||
        workspace_said(source->kind) == NULL) {
        log_error("workspace: a source needs a key, a kind and a name");
        return STATUS_INVALID;
    }
    struct statement *put = workspace->queries[QUERY_PUT_SOURCE];
    bind_text(put, ":key", source->key);
    bind_text(put, ":kind", source->kind);
    bind_text(put, ":name", source->name);
    bind_text(put, ":publisher", workspace_said(source->publisher));
    bind_text(put, ":licence", workspace_said(source->licence));
    bind_text(put, ":url", workspace_said(source->url));
    bind_text(put, ":file_name", workspace_said(source->file_name));
    bind_text(put, ":sha256", workspace_said(source->sha256));
    bind_text(put, ":as_of", workspace_said(source->as_of));

    enum status status = database_begin(workspace->database);
    if (status == STATUS_OK) {
        status = database_run(workspace->database, "triggers", sql_workspace_triggers);
    }
    if (status == STATUS_OK) {
        status = workspace_integer(workspace, QUERY_PUT_SOURCE, &workspace->source);
    }
    if (status != STATUS_OK) {
        database_rollback(workspace->database);
        return status;
    }
    workspace->in_turn = true;
    workspace->partial = partial;
    workspace->has_communes = TRISTATE_UNKNOWN;
    workspace->summary = (struct source_summary){0};
    for (int i = 0; i < SAID_COUNT; i++) id_set_free(&workspace->said[i]);
    return STATUS_OK;
}

static enum status remove_unsaid(struct workspace *workspace)
{
    static const enum workspace_query removals[] = {QUERY_REMOVE_RECORDS, QUERY_REMOVE_SESSIONS,
                                                    QUERY_REMOVE_AREAS};
    for (size_t i = 0; i < sizeof removals / sizeof *removals; i++) {
        struct statement *remove = workspace->queries[removals[i]];
        bind_integer(remove, ":source", workspace->source);
        enum status status = statement_run(remove);
        if (status != STATUS_OK) return status;
    }
    return STATUS_OK;
}

static enum status count_unsaid(struct workspace *workspace, size_t *out)
{
    int64_t count = 0;
    bind_integer(workspace->queries[QUERY_COUNT_UNSAID], ":source", workspace->source);
    enum status status = workspace_integer(workspace, QUERY_COUNT_UNSAID, &count);
    *out = (size_t)count;
    return status;
}

static enum status commit(struct workspace *workspace)
{
    enum status status = database_commit(workspace->database);
    if (status != STATUS_OK) return status;
    /* in vain while somebody reads a new workspace: the next turn does it */
    database_run(workspace->database, "write_ahead", sql_workspace_write_ahead);
    return STATUS_OK;
}

enum status workspace_end_source(struct workspace *workspace, bool keep, struct source_summary *out)
{
    assert(workspace->in_turn && "a turn ends once");
    struct source_summary *summary = &workspace->summary;
    bool is_wanted = out != NULL || (keep && !workspace->partial);
    enum status status = is_wanted ? count_unsaid(workspace, &summary->absent) : STATUS_OK;
    bool removes = !workspace->partial && summary->absent > 0;
    if (removes) summary->removed = summary->absent;
    if (status == STATUS_OK && keep) status = workspace_bulk_end(workspace);
    if (status == STATUS_OK && keep && removes) status = remove_unsaid(workspace);
    if (status == STATUS_OK && keep) status = commit(workspace);
    database_rollback(workspace->database);
    database_enforce_foreign_keys(workspace->database, true); /* they rest while many come */
    workspace_bulk_free(&workspace->bulk);
    workspace->in_turn = false;
    if (out != NULL) *out = *summary;
    return status;
}

void workspace_keep_unsaid(struct workspace *workspace)
{
    workspace->partial = true;
}

enum status workspace_set_timezone(struct workspace *workspace, const char *name)
{
    struct timezone_rules *rules = NULL;
    enum status status = timezone_open(name, &rules);
    if (status != STATUS_OK) return status;
    timezone_close(rules);

    bind_text(workspace->queries[QUERY_SET], ":key", "timezone");
    bind_text(workspace->queries[QUERY_SET], ":value", name);
    return statement_run(workspace->queries[QUERY_SET]);
}

enum status workspace_each_source(struct workspace *workspace, workspace_source_visitor *visit,
                                  void *context)
{
    struct statement *each = workspace->queries[QUERY_EACH_SOURCE];
    enum status status;
    while ((status = statement_step(each)) == STATUS_OK) {
        struct source source = {
            .key = column_text(each, 0),
            .kind = column_text(each, 1),
            .name = column_text(each, 2),
            .publisher = column_text(each, 3),
            .licence = column_text(each, 4),
            .url = column_text(each, 5),
            .file_name = column_text(each, 6),
            .sha256 = column_text(each, 7),
            .as_of = column_text(each, 8),
        };
        if (!visit(context, &source, column_text(each, 9), (size_t)column_integer(each, 10))) {
            statement_reset(each);
            return STATUS_OK;
        }
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}
