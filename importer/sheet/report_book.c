/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet/report_book.h"

#include "files/book.h"
#include "files/file.h"
#include "files/output.h"
#include "sheet/sheet_copy.h"

#include <string.h>

#define LARGE ((size_t)20000) /* rows: beyond, they go to the disk as they are written */
#define LISTED_MAX 2000       /* findings on the first page */
#define NARROW 14
#define WIDE 45

struct page {
    const struct report_book_query *query;
    struct book *book;
    lxw_worksheet *sheet;
    size_t at; /* next row */
};

static void line(struct page *page, const char *text, lxw_format *format)
{
    book_text(page->book, page->sheet, page->at++, 0, text, format);
}

static void row_of(struct page *page, const char *const *cells, size_t count, lxw_format *format)
{
    for (size_t i = 0; i < count; i++) {
        if (cells[i] != NULL) book_text(page->book, page->sheet, page->at, i, cells[i], format);
    }
    page->at++;
}

static const char *outcome(const struct report_book_query *query)
{
    switch (query->status) {
    case STATUS_OK:
        break;
    case STATUS_INVALID:
    case STATUS_NOT_FOUND:
        return "Ce qui a été donné est refusé : rien n'a changé. La cause est plus bas.";
    case STATUS_NO_MEMORY:
    case STATUS_FAILED:
        return "L'enregistrement a échoué : rien n'a changé. Vérifiez la place sur le disque et "
               "les droits sur le dossier des données.";
    }
    if (query->dry_run) return "Essai seulement (--dry-run) : rien n'a changé.";
    if (query->report->counts.refused > 0) {
        return "Les lignes refusées ne sont pas entrées ; toutes les autres le sont.";
    }
    return "Toutes les lignes sont entrées.";
}

static void write_outcome(struct page *page)
{
    struct buffer counts = {0};
    report_counts_words(&page->query->report->counts, "ligne", &counts);
    line(page, REPORT_BOOK_TITLE, page->book->formats.heading);
    if (page->query->status == STATUS_OK) line(page, counts.data, NULL);
    line(page, outcome(page->query), NULL);
    page->at++;
    buffer_free(&counts);
}

static void write_advice(struct page *page, const char *path)
{
    const struct report_counts *counts = &page->query->report->counts;
    struct buffer command = {0};
    if (counts->refused + counts->doubtful == 0 && page->query->status == STATUS_OK) return;
    line(page, "À faire", page->book->formats.heading);
    line(page,
         "1. Dans les feuilles suivantes, filtrez la colonne « état » sur « refusée », puis sur "
         "« douteuse » (flèche à droite du titre).",
         NULL);
    line(page,
         "2. La colonne « erreurs » dit ce qui ne va pas et comment le corriger. La cellule en "
         "cause est en couleur : rouge, la ligne est refusée ; jaune, elle est entrée mais à "
         "vérifier. Posez la souris dessus pour lire la cause.",
         NULL);
    buffer_format(&command,
                  "3. Corrigez ici même, enregistrez, puis redonnez ce fichier : voisoin-import "
                  "--data DOSSIER sheet %s",
                  file_name(path));
    line(page, command.data, NULL);
    line(page,
         "Ce classeur parle pour votre fichier d'origine : laissez cette page, et les colonnes "
         "« état » et « erreurs », qui ne sont pas relues.",
         NULL);
    page->at++;
    buffer_free(&command);
}

struct copied {
    const char *name;
    struct copy_counts counts;
};

static void write_sheet_line(struct page *page, const struct sheet *sheet,
                             const struct copied *copied)
{
    const struct copy_counts *counts = &copied->counts;
    const size_t numbers[] = {counts->rows, counts->added,    counts->changed,
                              counts->same, counts->doubtful, counts->refused};
    struct book *book = page->book;
    book_text(book, page->sheet, page->at, 0, copied->name, NULL);
    book_text(book, page->sheet, page->at, 1, file_name(sheet->path), NULL);
    const char *source = page->query->source_name;
    if (source != NULL) book_text(book, page->sheet, page->at, 2, source, NULL);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers && page->at < BOOK_ROWS_MAX; i++) {
        lxw_format *format = numbers[i] == 0 ? NULL
                             : i == 5        ? book->formats.red
                             : i == 4        ? book->formats.amber
                                             : NULL;
        worksheet_write_number(page->sheet, (lxw_row_t)page->at, (lxw_col_t)(3 + i),
                               (double)numbers[i], format);
    }
    page->at++;
}

static void write_left_out(struct page *page, const struct copied *copied)
{
    struct buffer words = {0};
    if (copied->counts.left_out == 0) return;
    buffer_format(&words,
                  "%zu lignes de « %s » ne tiennent pas dans une feuille de tableur : elles sont "
                  "dans le compte rendu .csv ou .json (--report).",
                  copied->counts.left_out, copied->name);
    line(page, words.data, page->book->formats.amber);
    buffer_free(&words);
}

static void write_sheets(struct page *page, const struct copied *copied)
{
    static const char *const titles[] = {REPORT_BOOK_SHEET, REPORT_BOOK_ORIGIN, REPORT_BOOK_SOURCE,
                                         "lignes",          "ajoutées",         "modifiées",
                                         "inchangées",      "douteuses",        "refusées"};
    const struct sheets *sheets = page->query->sheets;
    row_of(page, titles, sizeof titles / sizeof *titles, page->book->formats.title);
    for (size_t i = 0; i < sheets->count; i++) {
        write_sheet_line(page, sheets_in_order(sheets, i), &copied[i]);
    }
    page->at++;
    for (size_t i = 0; i < sheets->count; i++) write_left_out(page, &copied[i]);
}

/* What no row of the copies shows: whole files, sheets that were not read, unknown columns. */
static void write_findings(struct page *page)
{
    static const char *const titles[] = {"où", "quoi", "comment faire"};
    const struct report *report = page->query->report;
    size_t listed = 0;
    for (enum finding_kind kind = FINDING_FILE; kind <= FINDING_NOTE; kind++) {
        for (size_t i = 0; i < report->finding_count && listed < LISTED_MAX; i++) {
            const struct finding *finding = &report->findings[i];
            bool is_of_row = kind == FINDING_REFUSED || kind == FINDING_DOUBTFUL;
            if (finding->kind != kind || (is_of_row && finding->where.line > 0)) continue;
            struct buffer place = {0};
            report_place_words(&finding->where, &place);
            const char *cells[] = {place.data, finding->cause, finding->remedy};
            if (listed++ == 0) {
                line(page, "À savoir", page->book->formats.heading);
                row_of(page, titles, 3, page->book->formats.title);
            }
            row_of(page, cells, 3, kind == FINDING_FILE ? page->book->formats.red : NULL);
            buffer_free(&place);
        }
    }
}

/* ---- without the coordinator's tables: a list of everything */

static void list_line(struct page *page, const struct where *where, const char *state,
                      const char *cause, const char *remedy, lxw_format *format)
{
    char number[24] = "";
    if (where->line > 0) snprintf(number, sizeof number, "%zu", where->line);
    const char *cells[] = {where->file,   where->sheet, number, state,
                           where->column, where->value, cause,  remedy};
    row_of(page, cells, sizeof cells / sizeof *cells, format);
}

static void write_list(struct page *page)
{
    static const char *const titles[] = {"fichier", "feuille", "ligne", "état",
                                         "colonne", "valeur",  "cause", "remède"};
    const struct report *report = page->query->report;
    const struct book_formats *formats = &page->book->formats;
    for (lxw_col_t i = 0; i < 8; i++) {
        worksheet_set_column(page->sheet, i, i, i < 5 ? NARROW : WIDE, NULL);
    }
    row_of(page, titles, 8, formats->title);
    for (size_t i = 0; i < report->finding_count && page->at < BOOK_ROWS_MAX; i++) {
        const struct finding *finding = &report->findings[i];
        lxw_format *format = finding->kind <= FINDING_REFUSED    ? formats->red
                             : finding->kind == FINDING_DOUBTFUL ? formats->amber
                                                                 : NULL;
        list_line(page, &finding->where, report_kind_word(finding->kind), finding->cause,
                  finding->remedy, format);
    }
    for (size_t i = 0; i < report->row_count && page->at < BOOK_ROWS_MAX; i++) {
        const struct row_outcome *row = &report->rows[i];
        struct where where = report_row_where(report, row);
        list_line(page, &where, report_change_word(row->change), NULL, NULL, NULL);
    }
    worksheet_autofilter(page->sheet, 0, 0, (lxw_row_t)page->at - 1, 7);
    worksheet_freeze_panes(page->sheet, 1, 0);
}

/* ---- the workbook */

static bool has_sheets(const struct report_book_query *query)
{
    return query->sheets != NULL && query->sheets->count > 0;
}

static bool is_large(const struct report_book_query *query)
{
    size_t rows = has_sheets(query) ? 0 : query->report->row_count + query->report->finding_count;
    for (size_t i = 0; has_sheets(query) && i < query->sheets->count; i++) {
        rows += query->sheets->items[i].table.row_count;
    }
    return rows > LARGE;
}

static enum status copy_sheets(const struct report_book_query *query, struct book *book,
                               struct copied *copied)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < query->sheets->count && status == STATUS_OK; i++) {
        const struct sheet *sheet = sheets_in_order(query->sheets, i);
        status = sheet_copy_write(sheet, query->report, book, &copied[i].name, &copied[i].counts);
    }
    return status;
}

static void write_summary(struct page *page, const struct copied *copied, const char *path)
{
    worksheet_set_column(page->sheet, 0, 0, WIDE, NULL);
    worksheet_set_column(page->sheet, 1, 2, WIDE, NULL);
    worksheet_set_column(page->sheet, 3, 8, NARROW, NULL);
    write_outcome(page);
    if (copied != NULL) write_advice(page, path);
    if (copied != NULL) write_sheets(page, copied);
    write_findings(page);
}

static enum status write_pages(const struct report_book_query *query, struct book *book,
                               struct copied *copied)
{
    struct page summary = {.query = query, .book = book};
    summary.sheet = book_add_sheet(book, REPORT_BOOK_SUMMARY);
    if (summary.sheet == NULL) return STATUS_NO_MEMORY;
    if (copied != NULL) {
        enum status status = copy_sheets(query, book, copied);
        if (status != STATUS_OK) return status;
    } else {
        struct page list = {.query = query, .book = book};
        list.sheet = book_add_sheet(book, "Lignes");
        if (list.sheet == NULL) return STATUS_NO_MEMORY;
        write_list(&list);
    }
    write_summary(&summary, copied, book->path);
    return STATUS_OK;
}

enum status report_book_write(const struct report_book_query *query, const char *path)
{
    struct book book;
    struct copied *copied = NULL;
    if (has_sheets(query)) {
        copied = calloc(query->sheets->count, sizeof *copied);
        if (copied == NULL) return STATUS_NO_MEMORY;
    }
    enum status status = book_open(path, is_large(query), &book);
    if (status == STATUS_OK) {
        status = write_pages(query, &book, copied);
        if (status == STATUS_OK)
            status = book_close(&book);
        else
            book_drop(&book);
    }
    free(copied);
    return status;
}
