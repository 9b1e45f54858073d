/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/file.h"
#include "files/output.h"
#include "geodata/text.h"
#include "run/command.h"
#include "sheet/report_book.h"
#include "sheet/sheet.h"

#include <stdlib.h>
#include <string.h>

struct batch {
    const struct options *options;
    struct sheets sheets;
    struct column_map map;
    struct import_file *files; /* one for each sheet */
    struct locator *locator;
    struct decisions decisions;
    struct seen seen;
};

/* Whether sheet `index` is the first of its source: see import_run. */
static bool begins_source(const struct batch *batch, size_t index)
{
    if (index == 0) return true;
    if (batch->options->source_name != NULL) return false;
    const struct import_file *file = &batch->files[index], *before = file - 1;
    return file->path != before->path || file->kind != before->kind;
}

static enum status load(void *context, struct workspace *workspace, size_t index,
                        struct report *report)
{
    struct batch *batch = context;
    const struct sheet *sheet = &batch->sheets.items[index];
    const struct options *options = batch->options;
    enum status status = STATUS_OK;
    if (batch->locator == NULL) status = locator_open(options->data, workspace, &batch->locator);
    if (status != STATUS_OK) return status;
    if (begins_source(batch, index)) {
        seen_free(&batch->seen);
        decisions_free(&batch->decisions);
        status = decisions_read(workspace, &batch->decisions);
        if (status != STATUS_OK) return status;
    }

    struct buffer scope = {0}, folded = {0};
    if (options->source_name != NULL) buffer_text(&scope, options->source_name);
    if (options->source_name == NULL) file_stem(batch->files[index].path, &scope);
    text_fold(scope.data, scope.length, &folded);
    struct sheet_context row_context = {
        .workspace = workspace,
        .skills = workspace_skills(workspace),
        .locator = batch->locator,
        .decisions = &batch->decisions,
        .seen = &batch->seen,
        .scope = folded.data,
        .today = options->as_of != NULL ? options->as_of : batch->files[index].date,
        .report = report,
    };
    status = scope.failed || folded.failed ? STATUS_NO_MEMORY
             : sheet->holds_sessions       ? sessions_load(sheet, &row_context)
                                           : sheet_load(sheet, &row_context);
    buffer_free(&scope);
    buffer_free(&folded);
    return status;
}

/* Tables of resources before tables of sessions, so that a session finds its structure whatever
 * the order of the files. */
static void resources_first(struct batch *batch)
{
    struct sheet *sheets = batch->sheets.items;
    for (size_t i = 1; i < batch->sheets.count; i++) {
        for (size_t j = i; j > 0 && sheets[j - 1].holds_sessions && !sheets[j].holds_sessions;
             j--) {
            struct sheet sheet = sheets[j];
            sheets[j] = sheets[j - 1];
            sheets[j - 1] = sheet;
        }
    }
}

static enum status name_files(struct batch *batch)
{
    batch->files = calloc(batch->sheets.count, sizeof *batch->files);
    if (batch->files == NULL) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < batch->sheets.count; i++) {
        const struct sheet *sheet = &batch->sheets.items[i];
        struct import_file *file = &batch->files[i];
        file->path = sheet->path;
        file->kind = sheet->holds_sessions ? "sessions" : "sheet";
        memcpy(file->sha256, sheet->table.sha256, sizeof file->sha256);
        memcpy(file->date, sheet->table.date, sizeof file->date);
    }
    return STATUS_OK;
}

static enum status open_all(struct batch *batch, struct report *report)
{
    enum status status = STATUS_OK;
    const struct options *options = batch->options;
    for (size_t i = 0; i < options->file_count; i++) { /* all of them, to tell everything at once */
        enum status opened = sheets_open(options->files[i], report, &batch->sheets);
        if (opened != STATUS_OK && (status == STATUS_OK || opened != STATUS_INVALID)) {
            status = opened;
        }
    }
    return status;
}

/* Whether each title that the map names is one of a table's. */
static enum status check_map(const struct batch *batch, struct report *report)
{
    size_t count = 0, next = 0;
    const struct sheets *sheets = &batch->sheets;
    for (size_t i = 0; i < sheets->count; i++) count += sheets->items[i].table.header_count;
    const char **titles = calloc(count + 1, sizeof *titles);
    if (titles == NULL) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < sheets->count; i++) {
        const struct table *table = &sheets->items[i].table;
        for (size_t j = 0; j < table->header_count; j++) titles[next++] = table->headers[j];
    }
    bool fine = column_map_check(&batch->map, (const char *const *)titles, count, report);
    free(titles);
    return fine ? STATUS_OK : STATUS_INVALID;
}

static enum status open_tables(struct batch *batch, struct report *report)
{
    const char *path = batch->options->map_path;
    if (path == NULL) return open_all(batch, report);
    enum status status = column_map_read(path, report, &batch->map);
    if (status != STATUS_OK) return status;
    batch->sheets.map = &batch->map;
    status = open_all(batch, report);
    enum status checked = status == STATUS_NO_MEMORY ? status : check_map(batch, report);
    return status != STATUS_OK ? status : checked;
}

static enum status import_all(struct batch *batch, struct report *report)
{
    resources_first(batch);
    enum status status = name_files(batch);
    if (status != STATUS_OK) return status;
    struct import import = {.kind = "sheet",
                            .files = batch->files,
                            .file_count = batch->sheets.count,
                            .load = load,
                            .context = batch};
    return import_run(&import, batch->options, report);
}

/* A report that is a workbook copies the tables, so it is written while they are there. */
static void write_copy(const struct batch *batch, enum status status, struct report *report)
{
    const struct options *options = batch->options;
    if (options->report_path == NULL || !output_ends_with(options->report_path, ".xlsx")) return;
    struct report_book_query query = {.report = report,
                                      .sheets = &batch->sheets,
                                      .source_name = options->source_name,
                                      .status = status,
                                      .dry_run = options->dry_run};
    report->written = report_book_write(&query, options->report_path) == STATUS_OK;
}

enum status sheet_command(const struct options *options, struct report *report)
{
    struct options own = *options;
    struct batch batch = {.options = &own};
    enum status status = open_tables(&batch, report);
    if (own.source_name == NULL && own.file_count == 1) own.source_name = batch.sheets.source;
    if (status == STATUS_OK) status = import_all(&batch, report);
    write_copy(&batch, status, report);
    locator_close(batch.locator);
    seen_free(&batch.seen);
    decisions_free(&batch.decisions);
    sheets_free(&batch.sheets);
    column_map_free(&batch.map);
    free(batch.files);
    return status;
}
