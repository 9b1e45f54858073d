/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells/table.h"
#include "cells/text_file.h"
#include "geodata/csv.h"
#include "run/locate.h"

#include <stdlib.h>

#define PIECE_MAX ((size_t)4 * 1024 * 1024) /* bytes of rows in memory, unless one has more */

struct table_rows {
    const struct table *table;
    struct report *report;
    size_t next, end;       /* rows of data */
    struct text_file *text; /* of a CSV, like what follows */
    struct csv *csv;
    size_t passed; /* rows with something in them */
    size_t bytes;  /* about, of the piece */
    struct pool pool;
    struct table_row *piece;
};

static enum status open_csv(struct table_rows *rows)
{
    struct buffer why = {0};
    const struct table *table = rows->table;
    rows->piece = calloc(LOCATE_AHEAD, sizeof *rows->piece);
    if (rows->piece == NULL) return STATUS_NO_MEMORY;
    enum status status = text_file_open(table->path, table->encoding, &rows->text, &why);
    if (status == STATUS_INVALID) table_refuse(table, 0, why.data, NULL, rows->report);
    buffer_free(&why);
    return status == STATUS_OK ? csv_open(text_file_read, rows->text, &rows->csv) : status;
}

enum status table_rows_open(const struct table *table, size_t first, size_t count,
                            struct report *report, struct table_rows **out)
{
    struct table_rows *rows = calloc(1, sizeof *rows);
    if (rows == NULL) return STATUS_NO_MEMORY;
    *rows =
        (struct table_rows){.table = table, .report = report, .next = first, .end = first + count};
    enum status status = table->rows == NULL && count > 0 ? open_csv(rows) : STATUS_OK;
    if (status == STATUS_OK) *out = rows;
    if (status != STATUS_OK) table_rows_close(rows);
    return status;
}

static enum status tell_changed(const struct table_rows *rows)
{
    table_refuse(rows->table, 0, "le fichier a changé pendant qu'il était lu",
                 "attendez qu'il soit enregistré en entier, puis relancez l'import", rows->report);
    return STATUS_INVALID;
}

static enum status read_row(struct table_rows *rows, struct table_row *out)
{
    struct csv_record record;
    enum status status = STATUS_OK;
    do {
        enum csv_result result = csv_next(rows->csv, &record);
        if (result == CSV_NO_MEMORY) return STATUS_NO_MEMORY;
        if (result != CSV_RECORD) return tell_changed(rows);
        const char *last = record.fields[record.count - 1];
        rows->bytes += (size_t)(last - record.fields[0]) + record.count * sizeof *out->cells;
        status = table_copy_row(record.fields, record.count, record.line, &rows->pool, out);
    } while (status == STATUS_OK && out->count == 0);
    rows->passed++;
    return status;
}

/* Passes the headers, what stands over them, and the rows before the first that is wanted. */
static enum status pass_rows(struct table_rows *rows)
{
    enum status status = STATUS_OK;
    struct table_row row;
    size_t wanted = rows->table->above_count + 1 + rows->next;
    while (rows->passed < wanted && status == STATUS_OK) {
        pool_reset(&rows->pool);
        status = read_row(rows, &row);
    }
    return status;
}

static enum status read_piece(struct table_rows *rows, size_t *count)
{
    enum status status = STATUS_OK;
    pool_reset(&rows->pool);
    rows->bytes = 0;
    while (*count < LOCATE_AHEAD && rows->next < rows->end && rows->bytes < PIECE_MAX) {
        status = read_row(rows, &rows->piece[*count]);
        if (status != STATUS_OK) return status;
        (*count)++;
        rows->next++;
    }
    bool is_all = rows->next == rows->end;
    bool is_same = !is_all || file_is_as_marked(rows->table->path, &rows->table->mark);
    return is_same ? STATUS_OK : tell_changed(rows);
}

enum status table_rows_next(struct table_rows *rows, const struct table_row **out, size_t *count)
{
    *count = 0;
    if (rows->next == rows->end) return STATUS_OK;
    if (rows->csv == NULL) {
        size_t left = rows->end - rows->next;
        *out = &rows->table->rows[rows->next];
        *count = left < LOCATE_AHEAD ? left : LOCATE_AHEAD;
        rows->next += *count;
        return STATUS_OK;
    }
    *out = rows->piece;
    enum status status = rows->passed == 0 ? pass_rows(rows) : STATUS_OK;
    return status == STATUS_OK ? read_piece(rows, count) : status;
}

void table_rows_close(struct table_rows *rows)
{
    if (rows == NULL) return;
    csv_close(rows->csv);
    text_file_close(rows->text);
    pool_free(&rows->pool);
    free(rows->piece);
    free(rows);
}
