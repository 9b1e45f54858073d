/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/file.h"
#include "files/output.h"
#include "files/workbook.h"
#include "sheet/report_book.h"
#include "sheet/sheet.h"
#include "sheet/sheet_copy.h"

#include <stdlib.h>
#include <string.h>

/* How far below a title and explanations the headers may stand; a row follows them. */
#define TITLE_ROWS_MAX (TABLE_HEAD - 2)
#define TITLES_TOLD 8  /* that may be the missing one */
#define TITLES_MEANT 3 /* so many known titles are meant as headers, even when some are missing */

/* The titles that are of no use yet are where the missing one may hide. */
static void refuse_columns(const struct sheet *sheet, const char *missing, const bool *known,
                           struct report *report)
{
    const struct table *table = &sheet->table;
    struct where where = {
        .file = table->file, .sheet = table->sheet, .line = table->header_line, .column = missing};
    struct buffer remedy = {0};
    const char *example = NULL;
    size_t told = 0;
    buffer_format(&remedy, "écrivez « %s » en titre de la bonne colonne", missing);
    for (size_t i = 0; i < table->header_count && told < TITLES_TOLD; i++) {
        if (known[i] || table->headers[i][0] == '\0') continue;
        if (example == NULL) example = table->headers[i];
        buffer_format(&remedy, "%s« %s »", told++ == 0 ? " ; est-ce l'une de celles-ci : " : ", ",
                      table->headers[i]);
    }
    if (example != NULL) {
        buffer_format(&remedy, " ? (ou donnez à --map un fichier avec la ligne « %s = %s »)",
                      example, missing);
    }
    report_find(report, FINDING_FILE, where, remedy.data, "il manque cette colonne");
    buffer_free(&remedy);
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

static bool given(const struct sheet *sheet, enum sheet_column column)
{
    return has(sheet->at, column) ||
           (sheet->map != NULL && sheet->map->sheet_constants[column] != NULL);
}

static bool session_given(const struct sheet *sheet, enum session_column column)
{
    return has(sheet->session_at, column) ||
           (sheet->map != NULL && sheet->map->session_constants[column] != NULL);
}

static const char *missing_column(const struct sheet *sheet)
{
    if (sheet->holds_sessions) {
        static const enum session_column needed[] = {SESSION_STRUCTURE, SESSION_SKILL,
                                                     SESSION_BEGIN};
        for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
            if (!session_given(sheet, needed[i])) return session_columns[needed[i]].name;
        }
        return NULL;
    }
    if (!given(sheet, SHEET_NAME)) return sheet_columns[SHEET_NAME].name;
    if (given(sheet, SHEET_LON) && given(sheet, SHEET_LAT)) return NULL;
    if (!given(sheet, SHEET_ADDRESS)) return sheet_columns[SHEET_ADDRESS].name;
    if (given(sheet, SHEET_POSTCODE) || given(sheet, SHEET_CITY)) return NULL;
    return "commune » ou « code postal";
}

/* The map's word goes before the synonyms: the column it names is this one, whoever had it. */
static void claim(size_t *at, size_t column, size_t title, bool *known)
{
    if (column == COLUMN_ABSENT) return;
    if (known != NULL && at[column] != COLUMN_ABSENT) known[at[column]] = false;
    at[column] = title;
}

static void apply_map(struct sheet *sheet, const char *const *titles, size_t count, bool *known)
{
    for (size_t i = 0; i < count; i++) {
        struct map_entry *entry = column_map_find(sheet->map, titles[i]);
        if (entry == NULL) continue;
        claim(sheet->at, entry->sheet, i, known);
        claim(sheet->session_at, entry->session, i, known == NULL ? NULL : known + count);
        if (known == NULL) continue;
        known[i] = known[count + i] = entry->used = true;
    }
}

/* Titles that the map speaks of are nothing to the synonyms. */
static const char **unmapped(const struct column_map *map, const char *const *titles, size_t count)
{
    const char **rest = calloc(count + 1, sizeof *rest);
    for (size_t i = 0; rest != NULL && i < count; i++) {
        bool mapped = map != NULL && column_map_find(map, titles[i]) != NULL;
        rest[i] = mapped ? "" : titles[i];
    }
    return rest;
}

/* Matches a row of titles with the columns of both kinds of table. `known` (NULL: not wanted),
 * twice as long as the row, is for the kind that was found. */
static bool match_titles(struct sheet *sheet, const char *const *titles, size_t count, bool *known)
{
    bool *of_sessions = known == NULL ? NULL : known + count;
    const char **rest = unmapped(sheet->map, titles, count);
    bool matched = rest != NULL &&
                   columns_match(sheet_columns, SHEET_COLUMN_COUNT, (const char *const *)rest,
                                 count, sheet->at, known) &&
                   columns_match(session_columns, SESSION_COLUMN_COUNT, (const char *const *)rest,
                                 count, sheet->session_at, of_sessions);
    free(rest);
    if (!matched) return false;
    if (sheet->map != NULL) apply_map(sheet, titles, count, known);
    sheet->holds_sessions = holds_sessions(sheet);
    if (known != NULL && sheet->holds_sessions) memcpy(known, of_sessions, count * sizeof *known);
    return true;
}

static enum status match(struct sheet *sheet, struct report *report)
{
    const struct table *table = &sheet->table;
    bool *known = calloc(2 * table->header_count, sizeof *known);
    if (known == NULL) return STATUS_NO_MEMORY;
    bool matched = match_titles(sheet, table->headers, table->header_count, known);
    enum status status = matched ? STATUS_OK : STATUS_NO_MEMORY;
    const char *missing = matched ? missing_column(sheet) : NULL;
    if (missing != NULL) {
        refuse_columns(sheet, missing, known, report);
        status = STATUS_INVALID;
    }
    sheet_copy_own_columns(table, known);
    if (status == STATUS_OK) table_note_unknown(table, known, report);
    free(known);
    return status;
}

static size_t known_titles(const struct sheet *sheet)
{
    size_t count = 0, of_sessions = 0;
    for (size_t i = 0; i < SHEET_COLUMN_COUNT; i++) count += has(sheet->at, i);
    for (size_t i = 0; i < SESSION_COLUMN_COUNT; i++) of_sessions += has(sheet->session_at, i);
    return count > of_sessions ? count : of_sessions;
}

static bool has_all_columns(struct sheet *sheet, size_t row)
{
    const struct table_row *titles = &sheet->table.rows[row];
    return match_titles(sheet, (const char *const *)titles->cells, titles->count, NULL) &&
           missing_column(sheet) == NULL;
}

/* The row of headers: the first that has all the columns that are needed, else the one that has
 * most. False: none seems to be one. */
static bool find_headers(struct sheet *sheet, size_t *out)
{
    size_t most = 0;
    for (size_t i = 0; i < sheet->table.row_count && i < TITLE_ROWS_MAX; i++) {
        const struct table_row *row = &sheet->table.rows[i];
        if (!match_titles(sheet, (const char *const *)row->cells, row->count, NULL)) return false;
        size_t count = known_titles(sheet);
        if (missing_column(sheet) == NULL) {
            *out = i;
            return true;
        }
        if (count > most) *out = i;
        if (count > most) most = count;
    }
    return most >= TITLES_MEANT;
}

static struct sheet *add_sheet(struct sheets *sheets)
{
    struct sheet *larger = realloc(sheets->items, (sheets->count + 1) * sizeof *larger);
    if (larger == NULL) return NULL;
    sheets->items = larger;
    larger[sheets->count] = (struct sheet){.position = sheets->count, .map = sheets->map};
    return &larger[sheets->count++];
}

static void note_sheet(const struct table *table, const char *remedy, const char *cause,
                       struct report *report)
{
    struct where where = {.file = table->file, .sheet = table->sheet};
    report_find(report, FINDING_NOTE, where, remedy, "%s", cause);
}

static const char *first_cell(const struct table *table)
{
    return table->row_count > 0 && table->rows[0].count > 0 ? table->rows[0].cells[0] : "";
}

/* Pages that we wrote ourselves, for a person to read. */
static bool is_our_page(const struct table *table)
{
    static const char *const titles[] = {REPORT_BOOK_TITLE, SHEET_INSTRUCTIONS, SHEET_PROFESSIONS};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (strcmp(first_cell(table), titles[i]) == 0) return true;
    }
    return false;
}

/* A workbook's path, or that of the file which it is the corrected copy of; one pointer for one
 * path. `summary` (NULL: it is no copy) says what each sheet was made from. */
static const char *origin(const char *path, const struct table *summary, const char *sheet,
                          struct sheets *out)
{
    const char *found = NULL, *source = NULL;
    bool listed = false;
    for (size_t i = 0; summary != NULL && i < summary->row_count; i++) {
        const struct table_row *row = &summary->rows[i];
        const char *name = table_cell(row, 0), *file = table_cell(row, 1);
        bool is_title = name != NULL && file != NULL && strcmp(name, REPORT_BOOK_SHEET) == 0 &&
                        strcmp(file, REPORT_BOOK_ORIGIN) == 0;
        if (is_title) listed = true;
        if (!listed || is_title) continue;
        if (name == NULL || file == NULL || row->line != row[-1].line + 1) break;
        if (found != NULL && strcmp(name, sheet) != 0) continue; /* renamed: the first one */
        found = file;
        source = table_cell(row, 2);
    }
    if (found == NULL) return path;
    if (source != NULL) out->source = pool_text(&out->texts, source, strlen(source));
    for (size_t i = 0; i < out->count; i++) {
        if (out->items[i].path != NULL && strcmp(out->items[i].path, found) == 0) {
            return out->items[i].path;
        }
    }
    return pool_text(&out->texts, found, strlen(found));
}

/* Takes over a table of a workbook; one that is for something else is told and left out. */
static enum status take_table(const char *path, struct table *table, struct report *report,
                              struct sheets *out)
{
    struct sheet sheet = {.table = *table, .map = out->map};
    size_t at = 0;
    if (is_our_page(table)) return STATUS_OK;
    bool found = find_headers(&sheet, &at);
    if (!found) {
        bool is_empty = table->row_count == 0;
        note_sheet(table,
                   is_empty ? NULL
                            : "si elle devait servir, donnez des titres à ses colonnes (« nom », "
                              "« adresse », « commune »), sinon il n'y a rien à faire",
                   is_empty ? "cette feuille est vide"
                            : "cette feuille n'a pas les titres de colonnes que l'on connaît : "
                              "elle n'est pas lue",
                   report);
        return STATUS_OK;
    }
    struct sheet *taken = add_sheet(out);
    if (taken == NULL) return STATUS_NO_MEMORY;
    taken->path = path;
    taken->table = *table;
    *table = (struct table){0};
    if (table_use_headers(&taken->table, at) != STATUS_OK) return STATUS_NO_MEMORY;
    enum status status = table_scan(&taken->table, true, report);
    if (status != STATUS_OK) return status;
    if (taken->table.is_cut) {
        note_sheet(&taken->table, "remontez-les s'il y en a, sinon il n'y a rien à faire",
                   "des cellules sont très loin des autres : elles ne sont pas lues", report);
    }
    if (taken->table.row_count == 0) {
        note_sheet(&taken->table, "écrivez sous ses titres si elle devait servir",
                   "cette feuille n'a que ses titres, aucune ligne de données", report);
    }
    return match(taken, report);
}

static enum status open_workbook(const char *path, struct report *report, struct sheets *out)
{
    struct table *tables = NULL;
    size_t count = 0, first = out->count, rows = 0;
    enum status status = tables_read(path, report, &tables, &count);
    enum status worst = status;
    const struct table *summary = NULL;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(first_cell(&tables[i]), REPORT_BOOK_TITLE) == 0) summary = &tables[i];
    }
    for (size_t i = 0; i < count && status != STATUS_NO_MEMORY && worst != STATUS_FAILED; i++) {
        status = take_table(origin(path, summary, tables[i].sheet, out), &tables[i], report, out);
        if (status != STATUS_OK) worst = status;
    }
    for (size_t i = 0; i < count; i++) table_free(&tables[i]);
    for (size_t i = first; i < out->count; i++) rows += out->items[i].table.row_count;
    if (worst == STATUS_OK && rows == 0) {
        struct where where = {.file = file_name(path)};
        report_find(report, FINDING_FILE, where,
                    "« voisoin-import template modele.xlsx » fabrique un classeur à remplir",
                    out->count == first
                        ? "aucune feuille de ce classeur n'est un tableau que l'on "
                          "connaît"
                        : "ce classeur n'a que des titres, aucune ligne de données");
        worst = STATUS_INVALID;
    }
    free(tables);
    return worst;
}

/* A title and explanations may stand over the headers of a CSV as well. */
static enum status pass_over_a_title(struct sheet *sheet)
{
    struct table *table = &sheet->table;
    size_t at = 0;
    if (!match_titles(sheet, table->headers, table->header_count, NULL)) return STATUS_NO_MEMORY;
    if (missing_column(sheet) == NULL) return STATUS_OK;
    bool has_known = known_titles(sheet) >= TITLES_MEANT;
    bool found = find_headers(sheet, &at) && (!has_known || has_all_columns(sheet, at));
    return found && at + 1 < table->row_count ? table_use_headers(table, at) : STATUS_OK;
}

static enum status open_csv(const char *path, struct report *report, struct sheets *out)
{
    struct sheet *sheet = add_sheet(out);
    if (sheet == NULL) return STATUS_NO_MEMORY;
    sheet->path = path;
    enum status status = table_begin(path, report, &sheet->table);
    if (status == STATUS_OK) status = pass_over_a_title(sheet);
    if (status == STATUS_OK) status = table_scan(&sheet->table, true, report);
    return status == STATUS_OK ? match(sheet, report) : status;
}

/* What is drawn is no table; people try. */
static bool is_drawing(const char *path)
{
    static const char *const endings[] = {".geojson", ".json", ".kml", ".kmz", ".gpkg", ".shp"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (output_ends_with(path, endings[i])) return true;
    }
    return false;
}

static enum status refuse_drawing(const char *path, struct report *report)
{
    report_find(report, FINDING_FILE, (struct where){.file = file_name(path)},
                "des zones de visite dessinées se donnent à la commande zones, les contours du "
                "territoire à territory, les fichiers de FINESS à finess",
                "ce n'est pas un tableau");
    return STATUS_INVALID;
}

enum status sheets_open(const char *path, struct report *report, struct sheets *out)
{
    if (is_drawing(path)) return refuse_drawing(path, report);
    return workbook_is(path) ? open_workbook(path, report, out) : open_csv(path, report, out);
}

const struct sheet *sheets_in_order(const struct sheets *sheets, size_t index)
{
    const struct sheet *sheet = sheets->items;
    while (sheet->position != index) sheet++;
    return sheet;
}

void sheets_free(struct sheets *sheets)
{
    pool_free(&sheets->texts);
    for (size_t i = 0; i < sheets->count; i++) table_free(&sheets->items[i].table);
    free(sheets->items);
    *sheets = (struct sheets){0};
}
