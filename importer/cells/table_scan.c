/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells/table.h"

#include "cells/text_file.h"
#include "geodata/csv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* How a CSV is opened and looked through, and what is found out about the rows of any table. */

#define COLUMNS_OF_A_TABLE 3 /* with fewer, a row of one cell is a row */

static void refuse_text(const struct table *table, struct buffer *why, struct report *report)
{
    table_refuse(table, 0, why->data, NULL, report);
}

static enum status explain_failure(const struct text_file *text, const struct table *table,
                                   struct report *report)
{
    struct buffer why = {0};
    text_file_explain(text, &why);
    refuse_text(table, &why, report);
    buffer_free(&why);
    return STATUS_INVALID;
}

static enum status explain_end(struct csv *csv, enum csv_result result,
                               const struct text_file *text, const struct table *table,
                               struct report *report)
{
    switch (result) {
    case CSV_OPEN_QUOTE:
        table_refuse(table, csv_line(csv),
                     "un guillemet s'ouvre sur cette ligne et ne se ferme jamais : le fichier est "
                     "coupé, ou ce guillemet est de trop",
                     "fermez-le, doublez-le, ou enregistrez de nouveau le tableau en « CSV UTF-8 »",
                     report);
        return STATUS_INVALID;
    case CSV_BINARY:
        table_refuse(table, csv_line(csv), "ceci n'est pas un fichier de texte",
                     "enregistrez le tableau en « CSV UTF-8 »", report);
        return STATUS_INVALID;
    case CSV_TOO_LONG:
        table_refuse(table, csv_line(csv), "cette ligne dépasse 16 Mo : ce n'est pas un tableau",
                     "enregistrez le tableau en « CSV UTF-8 »", report);
        return STATUS_INVALID;
    case CSV_NO_MEMORY:
        return STATUS_NO_MEMORY;
    case CSV_READ_FAILED:
        return explain_failure(text, table, report);
    case CSV_RECORD:
    case CSV_END:
        break;
    }
    return STATUS_OK;
}

/* ---- what is found out */

struct scan {
    struct table *table;
    bool drops_remarks;
    struct table_row row;
    struct pool pool;               /* of the row */
    size_t seen;                    /* rows with something in them, headers included */
    size_t first_count;             /* cells of the first row */
    bool is_short_before;           /* a row before the last has fewer */
    size_t data_count, line_before; /* rows of data; the line of the last */
    size_t remarks; /* index of the first of the remarks that the rows now end in; SIZE_MAX: none */
    size_t widest_before; /* the widest row before these */
    size_t *untitled_at;  /* the row of each text in table->untitled */
};

static enum status scan_begin(struct scan *scan, struct table *table, bool drops_remarks)
{
    size_t count = table->header_count;
    for (size_t i = 0; table->sheet != NULL && i < table->row_count; i++) {
        if (table->rows[i].count > count) count = table->rows[i].count;
    }
    *scan = (struct scan){.table = table,
                          .drops_remarks = drops_remarks,
                          .remarks = SIZE_MAX,
                          .untitled_at = calloc(count + 1, sizeof *scan->untitled_at)};
    table->untitled = pool_alloc(&table->texts, (count + 1) * sizeof *table->untitled);
    table->untitled_count = count;
    table->widest = table->header_count;
    return scan->untitled_at == NULL || table->untitled == NULL ? STATUS_NO_MEMORY : STATUS_OK;
}

static void note_untitled(struct scan *scan)
{
    struct table *table = scan->table;
    for (size_t i = 0; i < table->untitled_count && i < scan->row.count; i++) {
        if (i < table->header_count && table->headers[i][0] != '\0') continue;
        const char *text = scan->row.cells[i];
        if (text[0] == '\0' || table->untitled[i] != NULL) continue;
        table->untitled[i] = pool_text(&table->texts, text, strlen(text));
        scan->untitled_at[i] = scan->data_count;
    }
}

/* Remarks at the end of a table begin with a total, or below an empty row. */
static void note_remark(struct scan *scan)
{
    const struct table_row *row = &scan->row;
    bool is_total = scan->drops_remarks && table_is_total(row);
    if (!is_total && (!scan->drops_remarks || !table_is_remark(row))) {
        scan->remarks = SIZE_MAX;
        return;
    }
    bool is_below = scan->data_count > 0 && row->line > scan->line_before + 1;
    if (scan->remarks != SIZE_MAX || (!is_below && !is_total)) return;
    scan->remarks = scan->data_count;
    scan->widest_before = scan->table->widest;
}

/* A row of data. */
static void scan_row(struct scan *scan)
{
    note_remark(scan);
    note_untitled(scan);
    if (scan->row.count > scan->table->widest) scan->table->widest = scan->row.count;
    scan->data_count++;
    scan->line_before = scan->row.line;
}

static enum status tell_remarks(const struct table *table, struct report *report)
{
    struct table_rows *rows = NULL;
    const struct table_row *row = NULL;
    size_t count = 0;
    if (table->below_count == 0) return STATUS_OK;
    enum status status =
        table_rows_open(table, table->row_count, table->below_count, report, &rows);
    while (status == STATUS_OK && (status = table_rows_next(rows, &row, &count)) == STATUS_OK) {
        if (count == 0) break;
        for (size_t i = 0; i < count; i++) table_tell_remark(table, &row[i], report);
    }
    table_rows_close(rows);
    return status;
}

static enum status scan_end(struct scan *scan, struct report *report)
{
    struct table *table = scan->table;
    bool drops = scan->remarks != SIZE_MAX;
    table->row_count = drops ? scan->remarks : scan->data_count;
    table->below_count = scan->data_count - table->row_count;
    if (drops) table->widest = scan->widest_before;
    for (size_t i = 0; i < table->untitled_count; i++) {
        if (scan->untitled_at[i] >= table->row_count) table->untitled[i] = NULL;
    }
    if (table->texts.failed) return STATUS_NO_MEMORY;
    return tell_remarks(table, report);
}

/* ---- a CSV */

/* A file that was cut ends in a line without its end and without all its cells, while all the
 * lines before have them. */
static bool seems_cut(const struct scan *scan, bool last_ended)
{
    return !last_ended && scan->seen > 1 && !scan->is_short_before &&
           scan->row.count < scan->first_count;
}

static enum status scan_record(struct scan *scan, const struct csv_record *record)
{
    struct table_row row;
    pool_reset(&scan->pool);
    enum status status =
        table_copy_row(record->fields, record->count, record->line, &scan->pool, &row);
    if (status != STATUS_OK || row.count == 0) return status;
    if (scan->seen > 1 && scan->row.count < scan->first_count) scan->is_short_before = true;
    if (scan->seen++ == 0) scan->first_count = row.count;
    scan->row = row;
    if (scan->seen > scan->table->above_count + 1) scan_row(scan);
    return STATUS_OK;
}

static enum status judge(const struct scan *scan, const struct csv_record *last,
                         struct report *report)
{
    const struct table *table = scan->table;
    if (scan->seen == 0) {
        table_refuse(table, 0, "le fichier ne contient que des lignes vides",
                     "enregistrez de nouveau le tableau", report);
        return STATUS_INVALID;
    }
    if (scan->seen == 1) {
        table_refuse(table, 0, "le fichier n'a que sa ligne de titres, aucune ligne de données",
                     "vérifiez que le tableau a été enregistré en entier", report);
        return STATUS_INVALID;
    }
    if (!seems_cut(scan, last->ended)) return STATUS_OK;
    table_refuse(table, scan->row.line, "le fichier semble coupé au milieu de cette ligne",
                 "enregistrez-le ou téléchargez-le de nouveau ; s'il est entier, ajoutez un retour "
                 "à la ligne à la fin",
                 report);
    return STATUS_INVALID;
}

static enum status scan_records(struct scan *scan, struct csv *csv, const struct text_file *text,
                                struct report *report)
{
    struct csv_record record = {0};
    enum csv_result result = csv_next(csv, &record);
    for (; result == CSV_RECORD; result = csv_next(csv, &record)) {
        enum status status = scan_record(scan, &record);
        if (status != STATUS_OK) return status;
    }
    enum status status = explain_end(csv, result, text, scan->table, report);
    return status == STATUS_OK ? judge(scan, &record, report) : status;
}

static enum status scan_csv(struct scan *scan, struct report *report)
{
    const struct table *table = scan->table;
    struct buffer why = {0};
    struct text_file *text = NULL;
    struct csv *csv = NULL;
    enum status status = text_file_open(table->path, table->encoding, &text, &why);
    if (status == STATUS_INVALID) refuse_text(table, &why, report);
    if (status == STATUS_OK) status = csv_open(text_file_read, text, &csv);
    if (status == STATUS_OK) status = scan_records(scan, csv, text, report);
    csv_close(csv);
    text_file_close(text);
    buffer_free(&why);
    return status;
}

/* The first row, then those after it. */
static enum status take_head(struct table *table, const struct csv_record *record)
{
    struct table_row row;
    enum status status =
        table_copy_row(record->fields, record->count, record->line, &table->texts, &row);
    if (status != STATUS_OK || row.count == 0) return status;
    if (table->headers != NULL) return table_keep_row(table, row);
    table->headers = (const char *const *)row.cells;
    table->header_count = row.count;
    table->header_line = 1; /* empty lines above count for nothing */
    return STATUS_OK;
}

static enum status read_head(struct table *table, struct text_file *text, struct report *report)
{
    struct csv *csv = NULL;
    struct csv_record record = {0};
    enum csv_result result = CSV_END;
    enum status status = csv_open(text_file_read, text, &csv);
    while (status == STATUS_OK && table->row_count < TABLE_HEAD &&
           (result = csv_next(csv, &record)) == CSV_RECORD) {
        status = take_head(table, &record);
    }
    if (status == STATUS_OK) status = explain_end(csv, result, text, table, report);
    csv_close(csv);
    return status;
}

enum status table_begin(const char *path, struct report *report, struct table *out)
{
    struct buffer why = {0};
    struct text_file *text = NULL;
    *out = (struct table){.file = file_name(path), .path = path};
    enum status status = file_check(path, &why);
    if (status == STATUS_OK) status = file_mark(path, &out->mark);
    if (status == STATUS_OK) status = text_file_encoding(path, &out->encoding, &why);
    if (status == STATUS_OK) status = text_file_open(path, out->encoding, &text, &why);
    if (status == STATUS_INVALID) refuse_text(out, &why, report);
    if (status == STATUS_OK) status = file_sha256(path, out->sha256);
    if (status == STATUS_OK) status = file_date(path, out->date);
    if (status == STATUS_OK) status = read_head(out, text, report);
    text_file_close(text);
    buffer_free(&why);
    return status;
}

enum status table_scan(struct table *table, bool drops_remarks, struct report *report)
{
    struct scan scan;
    bool is_csv = table->sheet == NULL;
    enum status status =
        scan_begin(&scan, table, drops_remarks && table->header_count >= COLUMNS_OF_A_TABLE);
    if (is_csv) free(table->rows);
    if (is_csv) table->rows = NULL;
    if (status == STATUS_OK && is_csv) status = scan_csv(&scan, report);
    for (size_t i = 0; status == STATUS_OK && !is_csv && i < table->row_count; i++) {
        scan.row = table->rows[i];
        scan_row(&scan);
    }
    if (status == STATUS_OK) status = scan_end(&scan, report);
    if (status != STATUS_OK && is_csv) table->row_count = scan.data_count; /* up to the fault */
    pool_free(&scan.pool);
    free(scan.untitled_at);
    return status;
}

enum status table_read(const char *path, struct report *report, struct table *out)
{
    enum status status = table_begin(path, report, out);
    return status == STATUS_OK ? table_scan(out, false, report) : status;
}
