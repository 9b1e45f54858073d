/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command.h"
#include "file.h"
#include "geodata/text.h"
#include "sheet.h"

#include <stdlib.h>
#include <string.h>

struct batch {
    const struct options *options;
    struct sheet *sheets;
    struct import_file *files;
    struct locator *locator;
};

static void refuse_columns(const struct sheet *sheet, const char *missing, struct report *report)
{
    struct where where = {.file = sheet->table.file, .line = 1, .column = missing};
    report_find(report, FINDING_FILE, where,
                "donnez ce titre à la première ligne (voisoin-import sheet --help les montre tous)",
                "il manque cette colonne");
}

static bool has(const size_t *at, size_t column)
{
    return at[column] != COLUMN_ABSENT;
}

/* A table of sessions has what happens, and when; a table of resources says where people are. */
static bool holds_sessions(const struct sheet *sheet)
{
    const size_t *at = sheet->session_at;
    bool when = has(at, SESSION_DATE) || has(at, SESSION_RECURRENCE);
    bool hours = has(at, SESSION_BEGIN) && has(at, SESSION_END);
    bool placed = has(sheet->at, SHEET_ADDRESS) || has(sheet->at, SHEET_LON) ||
                  has(sheet->at, SHEET_PROFESSION);
    return when && (hours || has(at, SESSION_SKILL)) && !placed;
}

static const char *missing_column(const struct sheet *sheet)
{
    if (sheet->holds_sessions) {
        static const enum session_column needed[] = {SESSION_STRUCTURE, SESSION_SKILL,
                                                     SESSION_BEGIN, SESSION_END};
        for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
            if (!has(sheet->session_at, needed[i])) return session_columns[needed[i]].name;
        }
        return NULL;
    }
    if (!has(sheet->at, SHEET_NAME)) return sheet_columns[SHEET_NAME].name;
    if (has(sheet->at, SHEET_LON) && has(sheet->at, SHEET_LAT)) return NULL;
    if (!has(sheet->at, SHEET_ADDRESS)) return sheet_columns[SHEET_ADDRESS].name;
    if (has(sheet->at, SHEET_POSTCODE) || has(sheet->at, SHEET_CITY)) return NULL;
    return "commune » ou « code postal";
}

static enum status match(struct sheet *sheet, struct report *report)
{
    const struct table *table = &sheet->table;
    size_t count = table->header_count;
    bool *known = calloc(2 * count, sizeof *known);
    if (known == NULL) return STATUS_NO_MEMORY;
    bool matched =
        columns_match(sheet_columns, SHEET_COLUMN_COUNT, table->headers, count, sheet->at, known) &&
        columns_match(session_columns, SESSION_COLUMN_COUNT, table->headers, count,
                      sheet->session_at, known + count);
    enum status status = matched ? STATUS_OK : STATUS_NO_MEMORY;
    sheet->holds_sessions = holds_sessions(sheet);
    const char *missing = missing_column(sheet);
    if (matched && missing != NULL) {
        refuse_columns(sheet, missing, report);
        status = STATUS_INVALID;
    }
    if (status == STATUS_OK) {
        table_note_unknown(table, sheet->holds_sessions ? known + count : known, report);
    }
    free(known);
    return status;
}

static enum status open_sheet(const char *path, struct report *report, struct sheet *sheet,
                              struct import_file *file)
{
    enum status status = table_read(path, report, &sheet->table);
    if (status != STATUS_OK) return status;
    file->path = path;
    memcpy(file->sha256, sheet->table.sha256, sizeof file->sha256);
    memcpy(file->date, sheet->table.date, sizeof file->date);
    status = match(sheet, report);
    if (sheet->holds_sessions) file->kind = "sessions";
    return status;
}

static enum status load(void *context, struct workspace *workspace, size_t index,
                        struct report *report)
{
    struct batch *batch = context;
    const struct sheet *sheet = &batch->sheets[index];
    const struct options *options = batch->options;
    enum status status = STATUS_OK;
    if (batch->locator == NULL) status = locator_open(options->data, workspace, &batch->locator);
    if (status != STATUS_OK) return status;

    struct buffer scope = {0}, folded = {0};
    if (options->source_name != NULL) buffer_text(&scope, options->source_name);
    if (options->source_name == NULL) file_stem(batch->files[index].path, &scope);
    text_fold(scope.data, scope.length, &folded);
    struct sheet_context row_context = {
        .workspace = workspace,
        .skills = workspace_skills(workspace),
        .locator = batch->locator,
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
static void resources_first(struct batch *batch, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        for (size_t j = i;
             j > 0 && batch->sheets[j - 1].holds_sessions && !batch->sheets[j].holds_sessions;
             j--) {
            struct sheet sheet = batch->sheets[j];
            batch->sheets[j] = batch->sheets[j - 1];
            batch->sheets[j - 1] = sheet;
            struct import_file file = batch->files[j];
            batch->files[j] = batch->files[j - 1];
            batch->files[j - 1] = file;
        }
    }
}

enum status sheet_command(const struct options *options, struct report *report)
{
    size_t count = options->file_count;
    struct batch batch = {
        .options = options,
        .sheets = calloc(count, sizeof *batch.sheets),
        .files = calloc(count, sizeof *batch.files),
    };
    enum status status = STATUS_NO_MEMORY;
    if (batch.sheets == NULL || batch.files == NULL) goto done;

    status = STATUS_OK;
    for (size_t i = 0; i < count; i++) { /* all of them, to tell everything at once */
        enum status opened =
            open_sheet(options->files[i], report, &batch.sheets[i], &batch.files[i]);
        if (opened != STATUS_OK && (status == STATUS_OK || opened != STATUS_INVALID)) {
            status = opened;
        }
    }
    if (status != STATUS_OK) goto done;
    resources_first(&batch, count);
    struct import import = {.kind = "sheet",
                            .files = batch.files,
                            .file_count = count,
                            .load = load,
                            .context = &batch};
    status = import_run(&import, options, report);
done:
    locator_close(batch.locator);
    for (size_t i = 0; batch.sheets != NULL && i < count; i++) table_free(&batch.sheets[i].table);
    free(batch.sheets);
    free(batch.files);
    return status;
}
