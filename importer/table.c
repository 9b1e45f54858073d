/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table.h"

#include "file.h"
#include "geodata/csv.h"
#include "output.h"
#include "workbook.h"

#include <stdlib.h>
#include <string.h>

static void refuse(struct report *report, const struct table *table, size_t line, const char *cause,
                   const char *remedy)
{
    struct where where = {.file = table->file, .sheet = table->sheet, .line = line};
    report_find(report, FINDING_FILE, where, remedy, "%s", cause);
}

/* Spaces, the no-break one too, at either end of a cell. */
static const char *trimmed(const char *text, size_t *length)
{
    for (;;) {
        if (*text == ' ' || *text == '\t' || *text == '\n') {
            text++;
        } else if (strncmp(text, "\xC2\xA0", 2) == 0) {
            text += 2;
        } else {
            break;
        }
    }
    size_t n = strlen(text);
    for (;;) {
        if (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\t' || text[n - 1] == '\n')) {
            n--;
        } else if (n > 1 && memcmp(text + n - 2, "\xC2\xA0", 2) == 0) {
            n -= 2;
        } else {
            break;
        }
    }
    *length = n;
    return text;
}

/* Line ends of all kinds become one; what cannot be seen nor written to a workbook goes. */
static const char *clean(char *text)
{
    char *to = text;
    for (const char *from = text; from != NULL && *from != '\0'; from++) {
        unsigned char c = (unsigned char)*from;
        bool ends_line = c == '\r' || c == '\v' || c == '\f';
        if (c == '\r' && from[1] == '\n') continue;
        if ((c < 0x20 && c != '\n' && c != '\t' && !ends_line) || c == 0x7F) continue;
        *to++ = ends_line ? '\n' : *from;
    }
    if (to != NULL) *to = '\0';
    return text;
}

static const char **copy_cells(struct table *table, const char *const *fields, size_t count,
                               bool *is_empty)
{
    const char **cells = pool_alloc(&table->texts, (count + 1) * sizeof *cells);
    *is_empty = true;
    for (size_t i = 0; cells != NULL && i < count; i++) {
        size_t length = 0;
        const char *text = trimmed(fields[i], &length);
        if (length > 1 && output_is_guarded(text)) { /* as we write it */
            text++;
            length--;
        }
        cells[i] = length == 0 ? "" : clean(pool_text(&table->texts, text, length));
        if (length > 0) *is_empty = false;
    }
    return table->texts.failed ? NULL : cells;
}

static enum status keep_row(struct table *table, struct table_row row)
{
    if (table->row_count == table->row_capacity) {
        size_t capacity = table->row_capacity == 0 ? 256 : table->row_capacity * 2;
        struct table_row *rows = realloc(table->rows, capacity * sizeof *rows);
        if (rows == NULL) return STATUS_NO_MEMORY;
        table->rows = rows;
        table->row_capacity = capacity;
    }
    table->rows[table->row_count++] = row;
    return STATUS_OK;
}

static enum status add_row(struct table *table, const struct csv_record *record)
{
    bool is_empty = true;
    const char **cells = copy_cells(table, record->fields, record->count, &is_empty);
    if (cells == NULL) return STATUS_NO_MEMORY;
    if (is_empty) return STATUS_OK;
    if (table->headers == NULL) {
        table->headers = cells;
        table->header_count = record->count;
        table->header_line = 1; /* empty lines above count for nothing */
        return STATUS_OK;
    }
    return keep_row(table, (struct table_row){record->line, record->count, cells});
}

static enum status explain_end(struct csv *csv, enum csv_result result, const struct table *table,
                               struct report *report)
{
    switch (result) {
    case CSV_OPEN_QUOTE:
        refuse(report, table, csv_line(csv),
               "un guillemet s'ouvre sur cette ligne et ne se ferme jamais : le fichier est coupé, "
               "ou ce guillemet est de trop",
               "fermez-le, doublez-le, ou enregistrez de nouveau le tableau en « CSV UTF-8 »");
        return STATUS_INVALID;
    case CSV_BINARY:
        refuse(report, table, csv_line(csv), "ceci n'est pas un fichier de texte",
               "enregistrez le tableau en « CSV UTF-8 »");
        return STATUS_INVALID;
    case CSV_TOO_LONG:
        refuse(report, table, csv_line(csv), "cette ligne dépasse 16 Mo : ce n'est pas un tableau",
               "enregistrez le tableau en « CSV UTF-8 »");
        return STATUS_INVALID;
    case CSV_NO_MEMORY:
        return STATUS_NO_MEMORY;
    case CSV_READ_FAILED:
        return STATUS_FAILED;
    case CSV_RECORD:
    case CSV_END:
        break;
    }
    return STATUS_OK;
}

/* A file that was cut ends in a line without its end and without all its cells, while all the
 * lines before have them. */
static bool seems_cut(const struct table *table, bool last_ended)
{
    if (last_ended || table->row_count == 0) return false;
    for (size_t i = 0; i + 1 < table->row_count; i++) {
        if (table->rows[i].count < table->header_count) return false;
    }
    return table->rows[table->row_count - 1].count < table->header_count;
}

static enum status read_records(struct csv *csv, struct table *table, struct report *report)
{
    struct csv_record record = {0};
    enum csv_result result = csv_next(csv, &record);
    for (; result == CSV_RECORD; result = csv_next(csv, &record)) {
        enum status status = add_row(table, &record);
        if (status != STATUS_OK) return status;
    }
    enum status status = explain_end(csv, result, table, report);
    if (status != STATUS_OK) return status;
    if (table->headers == NULL) {
        refuse(report, table, 0, "le fichier ne contient que des lignes vides",
               "enregistrez de nouveau le tableau");
        return STATUS_INVALID;
    }
    if (table->row_count == 0) {
        refuse(report, table, 0, "le fichier n'a que sa ligne de titres, aucune ligne de données",
               "vérifiez que le tableau a été enregistré en entier");
        return STATUS_INVALID;
    }
    if (seems_cut(table, record.ended)) {
        refuse(report, table, table->rows[table->row_count - 1].line,
               "le fichier semble coupé au milieu de cette ligne",
               "enregistrez-le ou téléchargez-le de nouveau ; s'il est entier, ajoutez un retour à "
               "la ligne à la fin");
        return STATUS_INVALID;
    }
    return STATUS_OK;
}

static enum status read_facts(const char *path, struct table *out)
{
    enum status status = file_sha256(path, out->sha256);
    return status == STATUS_OK ? file_date(path, out->date) : status;
}

enum status table_read(const char *path, struct report *report, struct table *out)
{
    struct buffer text = {0}, why = {0};
    struct csv *csv = NULL;
    const char *encoding = NULL;
    *out = (struct table){.file = file_name(path)};

    enum status status = file_read_text(path, &text, &encoding, &why);
    if (status == STATUS_INVALID) refuse(report, out, 0, why.data, NULL);
    if (status != STATUS_OK) goto done;
    status = read_facts(path, out);
    if (status != STATUS_OK) goto done;

    struct csv_memory memory = {text.data, text.length};
    status = csv_open(csv_read_memory, &memory, &csv);
    if (status != STATUS_OK) goto done;
    status = read_records(csv, out, report);
done:
    csv_close(csv);
    buffer_free(&text);
    buffer_free(&why);
    return status;
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
    return table->sheet == NULL ? STATUS_NO_MEMORY : read_facts(path, table);
}

/* One record of the child that reads workbooks. */
static enum status take_record(const char *path, const struct csv_record *record,
                               struct table **tables, size_t *count)
{
    bool is_empty = true;
    if (record->count >= 2 && strcmp(record->fields[0], WORKBOOK_SHEET) == 0) {
        return add_sheet(path, record->fields[1], tables, count);
    }
    if (*count == 0) return STATUS_OK;
    struct table *table = &(*tables)[*count - 1];
    if (strcmp(record->fields[0], WORKBOOK_FAR) == 0) table->is_cut = true;
    if (record->count < 3) return STATUS_OK;
    size_t line = strtoul(record->fields[1], NULL, 10), cells_count = record->count - 2;
    const char **cells = copy_cells(table, record->fields + 2, cells_count, &is_empty);
    if (cells == NULL) return STATUS_NO_MEMORY;
    return is_empty ? STATUS_OK : keep_row(table, (struct table_row){line, cells_count, cells});
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
        refuse(report, &(struct table){.file = file_name(path)}, 0, why.data, NULL);
    }
    if (status != STATUS_OK) goto done;
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
