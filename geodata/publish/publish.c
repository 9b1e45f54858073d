/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/publish.h"

#include "embedded/sql_publish_attach.h"
#include "embedded/sql_publish_open.h"
#include "geodata/crew.h"
#include "geodata/log.h"
#include "publish/public_id.h"
#include "publish/publication.h"
#include "publish/publish_examine.h"
#include "publish/publish_series.h"

#include <unistd.h>

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
    if (status == STATUS_OK)
        status = database_define(publication->database, "public_id", public_id);
    if (status == STATUS_OK) status = attach_workspace(publication);
    if (status == STATUS_OK) status = database_run(publication->database, "open", sql_publish_open);
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

/* What is done with the finished file at once, for all of it only read. */
struct verification {
    struct publication *publication;
    struct publish_summary *summary;
    enum status statuses[2];
};

/* Waiting for the disk leaves the cores to the checks; so it comes first. */
static enum status sync_and_account(struct publication *publication, struct publish_summary *out)
{
    enum status status = publication->rehearses ? STATUS_OK : publish_sync(publication->part.data);
    return status == STATUS_OK ? publication_account(publication, out) : status;
}

static void verify_piece(void *context, size_t piece)
{
    struct verification *all = context;
    all->statuses[piece] = piece == 0 ? examine_part(all->publication)
                                      : sync_and_account(all->publication, all->summary);
}

static enum status verify(struct publication *publication, struct publish_summary *out)
{
    struct verification all = {.publication = publication, .summary = out};
    crew_run(2, verify_piece, &all, NULL);
    return all.statuses[0] == STATUS_OK ? all.statuses[1] : all.statuses[0];
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
    if (status == STATUS_OK) status = publication_fill(publication);
    return status == STATUS_OK ? verify(publication, out) : status;
}

static struct publication begin(const char *data, const struct publish_options *options,
                                bool rehearses)
{
    return (struct publication){
        .data = data,
        .trust = options->trust != NULL ? options->trust : &trust_default,
        .rehearses = rehearses,
    };
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
    struct publication publication = begin(data, options, false);
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
    struct publication publication = begin(data, options, true);
    enum status status = build(&publication, out);
    if (status == STATUS_OK) status = look(context, publication.part.data);
    close_publication(&publication);
    publish_sweep(data, SERIES_DIRECTORY);
    return status;
}
