/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells/table.h"

#include <string.h>
#include <strings.h>

/* What is told about a table as such, whatever its columns mean. */

void table_refuse(const struct table *table, size_t line, const char *cause, const char *remedy,
                  struct report *report)
{
    struct where where = {.file = table->file, .sheet = table->sheet, .line = line};
    report_find(report, FINDING_FILE, where, remedy, "%s", cause);
}

#define WORDS_OF_A_REMARK 4 /* a name has fewer */

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
bool table_is_remark(const struct table_row *row)
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

bool table_is_total(const struct table_row *row)
{
    size_t at = 0;
    while (at < row->count && row->cells[at][0] == '\0') at++;
    if (at == row->count || strncasecmp(row->cells[at], "total", 5) != 0) return false;
    const char *rest = row->cells[at] + 5;
    return *rest == '\0' || strchr(" :,", *rest) != NULL;
}

void table_tell_remark(const struct table *table, const struct table_row *row,
                       struct report *report)
{
    struct where where = {
        .file = table->file, .sheet = table->sheet, .line = row->line, .value = lone_cell(row)};
    report_find(report, FINDING_NOTE, where,
                "si c'est une fiche, remplissez-la et ôtez la ligne vide au-dessus, sinon il "
                "n'y a rien à faire",
                "c'est une remarque ou un total sous le tableau : cette ligne n'est pas lue");
}

static void tell_failed_formulas(const struct table *table, const struct table_row *row,
                                 struct report *report)
{
    for (size_t i = 0; i < row->count; i++) {
        if (!table_is_failed_formula(row->cells[i])) continue;
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

/* In a CSV, a cell beyond the titles is told with its row. */
static void note_untitled(const struct table *table, struct report *report)
{
    for (size_t i = 0; i < table->untitled_count; i++) {
        if (table->untitled[i] == NULL) continue;
        struct where where = {.file = table->file,
                              .sheet = table->sheet,
                              .line = table->header_line,
                              .value = table->untitled[i]};
        report_find(report, FINDING_NOTE, where, "donnez-lui un titre si elle devait servir",
                    "cette colonne n'a pas de titre : elle n'est pas lue");
    }
}

/* In a CSV, a separator within a text that has no quotes moves all that follows. */
static void tell_cells_too_many(const struct table *table, const struct table_row *row,
                                struct report *report)
{
    for (size_t i = table->header_count; table->sheet == NULL && i < row->count; i++) {
        if (row->cells[i][0] == '\0') continue;
        struct where where = {.file = table->file, .line = row->line, .value = row->cells[i]};
        report_find(report, FINDING_DOUBTFUL, where,
                    "mettez entre guillemets le texte qui contient le séparateur",
                    "cette ligne a plus de cellules que de titres : elles sont peut-être décalées");
        return;
    }
}

void table_tell_cells(const struct table *table, const struct table_row *row, struct report *report)
{
    tell_cells_too_many(table, row, report);
    tell_failed_formulas(table, row, report);
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
    note_untitled(table, report);
}
