/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells/table.h"

#include "files/output.h"
#include "files/workbook.h"
#include "geodata/csv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Spaces, the no-break one too, at either end of a cell. */
static char *trimmed(char *text, size_t *length)
{
    char *end = text + *length;
    for (;;) {
        if (*text == ' ' || *text == '\t' || *text == '\n') {
            text++;
        } else if (strncmp(text, "\xC2\xA0", 2) == 0) {
            text += 2;
        } else {
            break;
        }
    }
    for (;;) {
        if (end > text && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\n')) {
            end--;
        } else if (end > text + 1 && memcmp(end - 2, "\xC2\xA0", 2) == 0) {
            end -= 2;
        } else {
            break;
        }
    }
    *end = '\0';
    *length = (size_t)(end - text);
    return text;
}

/* A byte below a space, or DEL; by eights. */
static bool has_controls(const char *text, size_t length)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highest = ones << 7;
    uint64_t found = 0, eight = 0;
    for (; length >= sizeof eight; text += sizeof eight, length -= sizeof eight) {
        memcpy(&eight, text, sizeof eight);
        found |= (eight - ones * 0x20) & ~eight;
        found |= ((eight ^ ones * 0x7F) - ones) & ~(eight ^ ones * 0x7F);
    }
    bool has = (found & highest) != 0;
    for (size_t i = 0; i < length; i++) has |= (unsigned char)text[i] < 0x20 || text[i] == 0x7F;
    return has;
}

/* Line ends of all kinds become one; what cannot be seen nor written to a workbook goes. */
static const char *clean(char *text, size_t length)
{
    char *to = text;
    if (!has_controls(text, length)) return text;
    for (const char *from = text; *from != '\0'; from++) {
        unsigned char c = (unsigned char)*from;
        bool ends_line = c == '\r' || c == '\v' || c == '\f';
        if (c == '\r' && from[1] == '\n') continue;
        if ((c < 0x20 && c != '\n' && c != '\t' && !ends_line) || c == 0x7F) continue;
        *to++ = ends_line ? '\n' : *from;
    }
    *to = '\0';
    return text;
}

/* A field where it was copied becomes a cell; `*is_empty` false when there was something. */
static const char *make_cell(char *text, size_t length, bool *is_empty)
{
    text = trimmed(text, &length);
    if (length == 0) return "";
    *is_empty = false;
    bool is_guarded = length > 1 && output_is_guarded(text); /* as we write it */
    return clean(text + is_guarded, length - is_guarded);
}

enum status table_copy_row(const char *const *fields, size_t count, size_t line, struct pool *pool,
                           struct table_row *out)
{
    const char *end = fields[count - 1] + strlen(fields[count - 1]) + 1;
    const char **cells = pool_alloc(pool, (count + 1) * sizeof *cells);
    char *copy = pool_text(pool, fields[0], (size_t)(end - fields[0]) - 1);
    if (cells == NULL || copy == NULL) return STATUS_NO_MEMORY;
    bool is_empty = true;
    for (size_t i = 0; i < count; i++) {
        const char *next = i + 1 < count ? fields[i + 1] : end;
        size_t length = (size_t)(next - fields[i]) - 1;
        cells[i] = make_cell(copy + (fields[i] - fields[0]), length, &is_empty);
    }
    *out = (struct table_row){line, is_empty ? 0 : count, cells};
    return STATUS_OK;
}

enum status table_keep_row(struct table *table, struct table_row row)
{
    if (table->row_count == table->row_capacity) {
        size_t capacity = table->row_capacity == 0 ? TABLE_HEAD : table->row_capacity * 2;
        struct table_row *rows = realloc(table->rows, capacity * sizeof *rows);
        if (rows == NULL) return STATUS_NO_MEMORY;
        table->rows = rows;
        table->row_capacity = capacity;
    }
    table->rows[table->row_count++] = row;
    return STATUS_OK;
}

static enum status add_sheet(const char *path, const char *name, struct table **tables,
                             size_t *count)
{
    struct table *larger = realloc(*tables, (*count + 1) * sizeof *larger);
    if (larger == NULL) return STATUS_NO_MEMORY;
    *tables = larger;
    struct table *table = &larger[(*count)++];
    *table = (struct table){.file = file_name(path)};
    table->sheet = pool_text(&table->texts, name, strlen(name));
    if (table->sheet == NULL) return STATUS_NO_MEMORY;
    enum status status = file_sha256(path, table->sha256);
    return status == STATUS_OK ? file_date(path, table->date) : status;
}

/* One record of the child that reads workbooks. */
static enum status take_record(const char *path, const struct csv_record *record,
                               struct table **tables, size_t *count)
{
    if (record->count >= 2 && strcmp(record->fields[0], WORKBOOK_SHEET) == 0) {
        return add_sheet(path, record->fields[1], tables, count);
    }
    if (*count == 0) return STATUS_OK;
    struct table *table = &(*tables)[*count - 1];
    if (strcmp(record->fields[0], WORKBOOK_FAR) == 0) table->is_cut = true;
    if (record->count < 3) return STATUS_OK;
    size_t line = strtoul(record->fields[1], NULL, 10);
    struct table_row row;
    enum status status =
        table_copy_row(record->fields + 2, record->count - 2, line, &table->texts, &row);
    return status != STATUS_OK || row.count == 0 ? status : table_keep_row(table, row);
}

enum status tables_read(const char *path, struct report *report, struct table **out, size_t *count)
{
    struct buffer text = {0}, why = {0};
    struct csv *csv = NULL;
    struct csv_record record = {0};
    *out = NULL;
    *count = 0;
    enum status status = workbook_read(path, &text, &why);
    if (status == STATUS_INVALID) {
        table_refuse(&(struct table){.file = file_name(path)}, 0, why.data, NULL, report);
    }
    if (status != STATUS_OK) goto done;
    if (workbook_is_old(path)) {
        report_find(report, FINDING_NOTE, (struct where){.file = file_name(path)},
                    "s'il en a, enregistrez-le en « Classeur Excel (.xlsx) »",
                    "ceci est un ancien classeur (.xls) : le résultat de ses formules et ses "
                    "cases VRAI ou FAUX ne se lisent pas toujours");
    }
    struct csv_memory memory = {text.data, text.length};
    status = csv_open(csv_read_memory, &memory, &csv);
    if (status != STATUS_OK) goto done;
    csv_use_separator(csv, ';');
    enum csv_result result = csv_next(csv, &record);
    for (; result == CSV_RECORD && status == STATUS_OK; result = csv_next(csv, &record)) {
        status = take_record(path, &record, out, count);
    }
    if (status == STATUS_OK && result != CSV_END) status = STATUS_FAILED;
done:
    csv_close(csv);
    buffer_free(&text);
    buffer_free(&why);
    return status;
}

bool table_is_failed_formula(const char *text)
{
    static const char *const errors[] = {"#N/A",  "#REF!",   "#VALUE!", "#VALEUR!", "#NAME?",
                                         "#NOM?", "#DIV/0!", "#NUM!",   "#NOMBRE!", "#NULL!",
                                         "#NUL!", "#SPILL!", "#CALC!"};
    for (size_t i = 0; text[0] == '#' && i < sizeof errors / sizeof *errors; i++) {
        if (strcmp(text, errors[i]) == 0) return true;
    }
    return false;
}

void table_free(struct table *table)
{
    free(table->rows);
    pool_free(&table->texts);
    *table = (struct table){0};
}

const char *table_cell(const struct table_row *row, size_t at)
{
    if (at >= row->count || row->cells[at][0] == '\0') return NULL;
    return table_is_failed_formula(row->cells[at]) ? NULL : row->cells[at];
}
