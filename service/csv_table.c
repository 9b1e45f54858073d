/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv_table.h"

#include "geodata/csv.h"
#include "geodata/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static enum status refuse(struct csv_problem *problem, const char *parameter, const char *format,
                          ...) __attribute__((format(printf, 3, 4)));

static enum status refuse(struct csv_problem *problem, const char *parameter, const char *format,
                          ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(problem->detail, sizeof problem->detail, format, arguments);
    va_end(arguments);
    problem->parameter = parameter;
    return STATUS_INVALID;
}

static enum status refuse_size(struct csv_problem *problem)
{
    problem->is_too_large = true;
    return refuse(problem, "data",
                  "Ce fichier a plus d’un million de lignes, ou plus de 50 millions de cellules : "
                  "coupez-le en plusieurs.");
}

static size_t bad_line(const char *bytes, size_t length)
{
    size_t line = 1;
    while (length > 0) {
        const char *end = memchr(bytes, '\n', length);
        size_t line_length = end == NULL ? length : (size_t)(end - bytes) + 1;
        if (!text_is_utf8(bytes, line_length)) break;
        bytes += line_length;
        length -= line_length;
        line++;
    }
    return line;
}

enum charset { CHARSET_ANY, CHARSET_UTF_8, CHARSET_UTF_16, CHARSET_WINDOWS_1252, CHARSET_UNKNOWN };

static enum charset read_charset(const char *word)
{
    static const struct {
        const char *word;
        enum charset charset;
    } words[] = {{"", CHARSET_ANY},
                 {"utf-8", CHARSET_UTF_8},
                 {"utf8", CHARSET_UTF_8},
                 {"utf-8-sig", CHARSET_UTF_8},
                 {"us-ascii", CHARSET_UTF_8},
                 {"utf-16", CHARSET_UTF_16},
                 {"windows-1252", CHARSET_WINDOWS_1252},
                 {"cp1252", CHARSET_WINDOWS_1252},
                 {"iso-8859-1", CHARSET_WINDOWS_1252}, /* as browsers read it */
                 {"latin-1", CHARSET_WINDOWS_1252},
                 {"latin1", CHARSET_WINDOWS_1252}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcasecmp(word, words[i].word) == 0) return words[i].charset;
    }
    return CHARSET_UNKNOWN;
}

static enum status decode(const char *bytes, size_t length, const char *encoding,
                          struct csv_table *table, struct buffer *out, struct csv_problem *problem)
{
    enum charset said = read_charset(encoding);
    if (said == CHARSET_UNKNOWN)
        return refuse(problem, "encoding",
                      "Encodage inconnu : utf-8, utf-16, windows-1252 ou iso-8859-1 sont lus.");
    const char *found = NULL;
    enum status status = text_to_utf8(bytes, length, out, &found);
    if (status == STATUS_INVALID)
        return refuse(problem, "data", "Ce fichier n’est pas un texte lisible.");
    if (status != STATUS_OK) return status;
    bool is_1252 = strcmp(found, "Windows-1252") == 0;
    if (said == CHARSET_UTF_8 && is_1252)
        return refuse(problem, "encoding", "La ligne %zu n’est pas de l’UTF-8.",
                      bad_line(bytes, length));
    if (said == CHARSET_UTF_16 && strcmp(found, "UTF-16") != 0)
        return refuse(problem, "encoding", "Ce fichier n’est pas en UTF-16.");
    table->is_windows_1252 = is_1252 || said == CHARSET_WINDOWS_1252;
    table->has_mark = !table->is_windows_1252 && length > out->length;
    table->has_mark |= strcmp(found, "UTF-16") == 0; /* answered to Excel in UTF-8 */
    const char *end = memchr(out->data == NULL ? "" : out->data, '\n', out->length);
    table->is_crlf = end != NULL && end > out->data && end[-1] == '\r';
    return STATUS_OK;
}

static enum status explain_end(const struct csv *csv, enum csv_result result,
                               struct csv_problem *problem)
{
    if (result == CSV_END) return STATUS_OK;
    if (result == CSV_OPEN_QUOTE)
        return refuse(problem, "data", "Ligne %zu : un guillemet ouvert ici n’est jamais refermé.",
                      csv_line(csv));
    if (result == CSV_BINARY)
        return refuse(problem, "data", "Ligne %zu : ceci n’est pas un fichier de texte.",
                      csv_line(csv));
    if (result == CSV_TOO_LONG)
        return refuse(problem, "data", "Ligne %zu : plus de 16 Mo, ce n’est pas un tableau.",
                      csv_line(csv));
    return STATUS_NO_MEMORY;
}

static enum status read_heading(struct csv *csv, struct csv_table *table,
                                struct csv_problem *problem)
{
    struct csv_record record;
    enum csv_result result = csv_next(csv, &record);
    if (result == CSV_END) return refuse(problem, "data", "Ce fichier est vide.");
    if (result != CSV_RECORD) return explain_end(csv, result, problem);
    if (record.count > CSV_TABLE_COLUMNS_MAX)
        return refuse(problem, "data", "Ligne %zu : plus de %d colonnes.", record.line,
                      CSV_TABLE_COLUMNS_MAX);

    table->names = calloc(record.count, sizeof *table->names);
    if (table->names == NULL) return STATUS_NO_MEMORY;
    table->column_count = record.count;
    for (size_t i = 0; i < record.count; i++)
        buffer_append(&table->heading, record.fields[i], strlen(record.fields[i]) + 1);
    if (table->heading.failed) return STATUS_NO_MEMORY;
    const char *name = table->heading.data;
    for (size_t i = 0; i < record.count; i++, name += strlen(name) + 1) table->names[i] = name;
    return STATUS_OK;
}

static bool begin_row(struct csv_table *table)
{
    if (table->row_count == table->row_capacity) {
        size_t capacity = table->row_capacity == 0 ? 1024 : table->row_capacity * 2;
        size_t *rows = realloc(table->rows, capacity * sizeof *rows);
        if (rows == NULL) return false;
        table->rows = rows;
        table->row_capacity = capacity;
    }
    table->rows[table->row_count++] = table->text.length;
    return true;
}

static enum status add_row(struct csv_table *table, const struct csv_record *record,
                           struct csv_problem *problem)
{
    size_t count = record->count;
    while (count > table->column_count && record->fields[count - 1][0] == '\0') count--;
    if (count > table->column_count)
        return refuse(problem, "data",
                      "Ligne %zu : %zu cellules pour %zu colonnes. Un texte qui contient le "
                      "séparateur s’écrit entre guillemets.",
                      record->line, count, table->column_count);
    if (table->row_count == CSV_TABLE_ROWS_MAX ||
        (table->row_count + 1) * table->column_count > CSV_TABLE_CELLS_MAX)
        return refuse_size(problem);
    if (!begin_row(table)) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < table->column_count; i++) {
        const char *cell = i < count ? record->fields[i] : "";
        buffer_append(&table->text, cell, strlen(cell) + 1);
    }
    return table->text.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status read_rows(struct csv *csv, struct csv_table *table, struct csv_problem *problem)
{
    struct csv_record record;
    enum csv_result result = csv_next(csv, &record);
    for (; result == CSV_RECORD; result = csv_next(csv, &record)) {
        enum status status = add_row(table, &record, problem);
        if (status != STATUS_OK) return status;
    }
    return explain_end(csv, result, problem);
}

enum status csv_table_read(const char *bytes, size_t length, char separator, const char *encoding,
                           struct csv_table *out, struct csv_problem *problem)
{
    struct buffer text = {0};
    struct csv *csv = NULL;
    *out = (struct csv_table){0};
    *problem = (struct csv_problem){0};
    enum status status = decode(bytes, length, encoding, out, &text, problem);
    if (status != STATUS_OK) goto done;

    struct csv_memory memory = {text.data, text.length};
    status = csv_open(csv_read_memory, &memory, &csv);
    if (status != STATUS_OK) goto done;
    if (separator != '\0') csv_use_separator(csv, separator);
    out->separator = csv_separator(csv);
    status = read_heading(csv, out, problem);
    if (status == STATUS_OK) status = read_rows(csv, out, problem);
done:
    csv_close(csv);
    buffer_free(&text);
    return status;
}

void csv_table_free(struct csv_table *table)
{
    buffer_free(&table->text);
    buffer_free(&table->heading);
    free(table->rows);
    free(table->names);
    *table = (struct csv_table){0};
}

size_t csv_table_find(const struct csv_table *table, const char *name)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (strcmp(table->names[i], name) == 0) return i;
    }
    return CSV_TABLE_NO_COLUMN;
}

void csv_table_cells(const struct csv_table *table, size_t row, const char **cells)
{
    const char *cell = table->text.data + table->rows[row];
    for (size_t i = 0; i < table->column_count; i++, cell += strlen(cell) + 1) cells[i] = cell;
}
