/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table.h"

#include "file.h"
#include "geodata/csv.h"
#include "output.h"
#include "workbook.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

static bool is_failed_formula(const char *text)
{
    static const char *const errors[] = {"#N/A",  "#REF!",   "#VALUE!", "#VALEUR!", "#NAME?",
                                         "#NOM?", "#DIV/0!", "#NUM!",   "#NOMBRE!", "#NULL!",
                                         "#NUL!", "#SPILL!", "#CALC!"};
    for (size_t i = 0; text[0] == '#' && i < sizeof errors / sizeof *errors; i++) {
        if (strcmp(text, errors[i]) == 0) return true;
    }
    return false;
}

#define COLUMNS_OF_A_TABLE 3 /* with fewer, a row of one cell is a row */
#define WORDS_OF_A_REMARK 4  /* a name has fewer */

/* The only cell that is filled; NULL: several are. */
static const char *lone_cell(const struct table_row *row)
{
    const char *lone = NULL;
    for (size_t i = 0; i < row->count; i++) {
        if (row->cells[i][0] == '\0') continue;
        if (lone != NULL) return NULL;
        lone = row->cells[i];
    }
    return lone;
}

/* `* à vérifier`, `NB : …`, a sentence; a name alone is a row that was not finished. */
static bool is_remark(const struct table_row *row)
{
    static const char *const beginnings[] = {
        "*", "(", "nb ", "nb:", "note ", "note:", "légende", "source"};
    const char *text = lone_cell(row);
    size_t words = 1;
    if (text == NULL) return false;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (strncasecmp(text, beginnings[i], strlen(beginnings[i])) == 0) return true;
    }
    for (const char *at = text; *at != '\0'; at++) words += *at == ' ';
    return words >= WORDS_OF_A_REMARK;
}

static bool is_total(const struct table_row *row)
{
    size_t at = 0;
    while (at < row->count && row->cells[at][0] == '\0') at++;
    if (at == row->count || strncasecmp(row->cells[at], "total", 5) != 0) return false;
    const char *rest = row->cells[at] + 5;
    return *rest == '\0' || strchr(" :,", *rest) != NULL;
}

void table_drop_remarks(struct table *table, struct report *report)
{
    size_t kept = table->row_count, first = kept;
    if (table->header_count < COLUMNS_OF_A_TABLE) return;
    while (kept > 0 && (is_remark(&table->rows[kept - 1]) || is_total(&table->rows[kept - 1]))) {
        const struct table_row *row = &table->rows[--kept];
        bool is_below = kept > 0 && row->line > row[-1].line + 1;
        if (is_below || is_total(row)) first = kept;
    }
    for (size_t i = first; i < table->row_count; i++) {
        const struct table_row *row = &table->rows[i];
        struct where where = {
            .file = table->file, .sheet = table->sheet, .line = row->line, .value = lone_cell(row)};
        report_find(report, FINDING_NOTE, where,
                    "si c'est une fiche, remplissez-la et ôtez la ligne vide au-dessus, sinon il "
                    "n'y a rien à faire",
                    "c'est une remarque ou un total sous le tableau : cette ligne n'est pas lue");
    }
    table->below_count = table->row_count - first;
    table->row_count = first;
}

void table_tell_failed_formulas(const struct table *table, const struct table_row *row,
                                struct report *report)
{
    for (size_t i = 0; i < row->count; i++) {
        if (!is_failed_formula(row->cells[i])) continue;
        struct where where = {.file = table->file,
                              .sheet = table->sheet,
                              .line = row->line,
                              .column = i < table->header_count ? table->headers[i] : NULL,
                              .value = row->cells[i]};
        report_find(report, FINDING_DOUBTFUL, where, "corrigez la formule, ou écrivez la valeur",
                    "la formule de cette cellule échoue : elle compte comme vide");
    }
}

static enum status keep_above(struct table *table, size_t at)
{
    bool had_headers = table->headers != NULL;
    struct table_row *above = pool_alloc(&table->texts, (at + 1) * sizeof *above);
    if (above == NULL) return STATUS_NO_MEMORY;
    if (had_headers) {
        above[0] = (struct table_row){.line = table->header_line,
                                      .count = table->header_count,
                                      .cells = (const char **)table->headers};
    }
    memcpy(above + had_headers, table->rows, at * sizeof *above);
    table->above = above;
    table->above_count = at + had_headers;
    return STATUS_OK;
}

enum status table_use_headers(struct table *table, size_t at)
{
    enum status status = keep_above(table, at);
    if (status != STATUS_OK) return status;
    table->headers = (const char *const *)table->rows[at].cells;
    table->header_count = table->rows[at].count;
    table->header_line = table->rows[at].line;
    table->row_count -= at + 1;
    memmove(table->rows, table->rows + at + 1, table->row_count * sizeof *table->rows);
    return STATUS_OK;
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
    return is_failed_formula(row->cells[at]) ? NULL : row->cells[at];
}

void table_note_unknown(const struct table *table, const bool *known, struct report *report)
{
    for (size_t i = 0; i < table->header_count; i++) {
        if (known[i] || table->headers[i][0] == '\0') continue;
        struct where where = {.file = table->file,
                              .sheet = table->sheet,
                              .line = table->header_line,
                              .column = table->headers[i]};
        report_find(report, FINDING_NOTE, where,
                    "renommez-la si elle devait servir, sinon il n'y a rien à faire",
                    "cette colonne n'est pas connue, ou elle est en double : elle n'est pas lue");
    }
}
