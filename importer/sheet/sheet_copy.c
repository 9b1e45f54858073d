/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet/sheet_copy.h"

#include "files/file.h"
#include "geodata/text.h"
#include "sheet/report_book.h"

#include <stdlib.h>
#include <string.h>

#define OWN_COLUMNS 2 /* « état » and « erreurs », before the coordinator's */
#define WIDTH_MAX 50  /* characters: longer texts do not fit a screen */
#define ERRORS_WIDTH 60
#define FROZEN_MAX 8       /* rows: more would leave no room to scroll */
#define COMMENTS_MAX 10000 /* each is a drawing: beyond, spreadsheets become slow */

struct copy {
    const struct sheet *sheet;
    struct book *book;
    lxw_worksheet *page;
    const struct finding **findings; /* of this table, by line */
    size_t finding_count, finding_at;
    const struct row_outcome **rows; /* the same */
    size_t row_count, row_at;
    bool *is_ours;  /* columns of an earlier copy, left out */
    size_t width;   /* columns of the coordinator's table */
    size_t *widths; /* of each, in characters */
    size_t comments;
    struct copy_counts counts;
};

/* ---- the findings of one table, by line */

static bool is_of(const struct table *table, const char *file, const char *sheet)
{
    if (file == NULL || strcmp(file, table->file) != 0) return false;
    if (sheet == NULL || table->sheet == NULL) return sheet == table->sheet;
    return strcmp(sheet, table->sheet) == 0;
}

static int compare_findings(const void *a, const void *b)
{
    const struct finding *left = *(const struct finding *const *)a;
    const struct finding *right = *(const struct finding *const *)b;
    if (left->where.line != right->where.line) {
        return left->where.line < right->where.line ? -1 : 1;
    }
    return left < right ? -1 : left > right; /* in the order they were told */
}

static int compare_rows(const void *a, const void *b)
{
    const struct row_outcome *left = *(const struct row_outcome *const *)a;
    const struct row_outcome *right = *(const struct row_outcome *const *)b;
    return left->line < right->line ? -1 : left->line > right->line;
}

static bool gather(struct copy *copy, const struct report *report)
{
    const struct table *table = &copy->sheet->table;
    copy->findings = calloc(report->finding_count + 1, sizeof(const struct finding *));
    copy->rows = calloc(report->row_count + 1, sizeof(const struct row_outcome *));
    if (copy->findings == NULL || copy->rows == NULL) return false;
    for (size_t i = 0; i < report->finding_count; i++) {
        const struct where *where = &report->findings[i].where;
        if (where->line == 0 || !is_of(table, where->file, where->sheet)) continue;
        copy->findings[copy->finding_count++] = &report->findings[i];
    }
    for (size_t i = 0; i < report->row_count; i++) {
        const struct row_outcome *row = &report->rows[i];
        struct where where = report_row_where(report, row);
        if (is_of(table, where.file, where.sheet)) copy->rows[copy->row_count++] = row;
    }
    qsort(copy->findings, copy->finding_count, sizeof *copy->findings, compare_findings);
    qsort(copy->rows, copy->row_count, sizeof *copy->rows, compare_rows);
    return true;
}

/* The findings of a line, which come after those of the lines before. */
static const struct finding **findings_of(struct copy *copy, size_t line, size_t *count)
{
    size_t first = copy->finding_at;
    while (first < copy->finding_count && copy->findings[first]->where.line < line) first++;
    size_t next = first;
    while (next < copy->finding_count && copy->findings[next]->where.line == line) next++;
    copy->finding_at = next;
    *count = next - first;
    return copy->findings + first;
}

static const struct row_outcome *outcome_of(struct copy *copy, size_t line)
{
    while (copy->row_at < copy->row_count && copy->rows[copy->row_at]->line < line) copy->row_at++;
    if (copy->row_at == copy->row_count) return NULL;
    const struct row_outcome *row = copy->rows[copy->row_at];
    return row->line == line ? row : NULL;
}

/* ---- columns */

void sheet_copy_own_columns(const struct table *table, bool *is_ours)
{
    size_t state = table->header_count, errors = table->header_count;
    struct buffer folded = {0};
    for (size_t i = 0; i < table->header_count; i++) {
        buffer_reset(&folded);
        text_fold(table->headers[i], strlen(table->headers[i]), &folded);
        if (folded.data == NULL) continue;
        if (strcmp(folded.data, "etat") == 0) state = i;
        if (strcmp(folded.data, "erreurs") == 0) errors = i;
    }
    buffer_free(&folded);
    bool is_copy = errors < table->header_count; /* without it, « état » is somebody else's */
    if (is_copy) is_ours[errors] = true;
    if (is_copy && state < table->header_count) is_ours[state] = true;
}

static bool is_ours(const struct copy *copy, size_t column)
{
    return column < copy->sheet->table.header_count && copy->is_ours[column];
}

/* Where the column stands that a finding names, by its title or by our own name for it. */
static size_t column_named(const struct sheet *sheet, const char *name)
{
    const struct table *table = &sheet->table;
    if (name == NULL) return COLUMN_ABSENT;
    for (size_t i = 0; i < table->header_count; i++) {
        if (strcmp(table->headers[i], name) == 0) return i;
    }
    const struct column *columns = sheet->holds_sessions ? session_columns : sheet_columns;
    const size_t *at = sheet->holds_sessions ? sheet->session_at : sheet->at;
    size_t count = sheet->holds_sessions ? SESSION_COLUMN_COUNT : SHEET_COLUMN_COUNT;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(columns[i].name, name) == 0) return at[i];
    }
    return COLUMN_ABSENT;
}

static size_t widest_row(const struct table *table)
{
    size_t widest = table->widest > table->header_count ? table->widest : table->header_count;
    for (size_t i = 0; i < table->above_count; i++) {
        if (table->above[i].count > widest) widest = table->above[i].count;
    }
    return widest;
}

static void measure(struct copy *copy, size_t column, const char *text)
{
    size_t *widest = &copy->widths[column];
    size_t width = *widest < WIDTH_MAX ? book_width(text, WIDTH_MAX) : 0;
    if (width > *widest) *widest = width;
}

/* The formats are for the rows that follow; the widths are known after them, and set then. */
static void set_columns(const struct copy *copy)
{
    worksheet_set_column(copy->page, 0, 0, 12, NULL);
    worksheet_set_column(copy->page, 1, 1, ERRORS_WIDTH, NULL);
    for (size_t at = 0, out = OWN_COLUMNS; at < copy->width; at++) {
        if (is_ours(copy, at)) continue;
        worksheet_set_column(copy->page, (lxw_col_t)out, (lxw_col_t)out,
                             (double)copy->widths[at] + 3.0, copy->book->formats.text);
        out++;
    }
}

/* ---- rows */

enum state { STATE_NONE, STATE_NEW, STATE_CHANGED, STATE_SAME, STATE_DOUBTFUL, STATE_REFUSED };

static enum state state_of(const struct finding *const *findings, size_t count,
                           const struct row_outcome *row)
{
    enum state state = STATE_NONE;
    if (row != NULL) {
        state = row->change == ROW_NEW       ? STATE_NEW
                : row->change == ROW_CHANGED ? STATE_CHANGED
                                             : STATE_SAME;
    }
    for (size_t i = 0; i < count; i++) {
        if (findings[i]->kind == FINDING_REFUSED) return STATE_REFUSED;
        if (findings[i]->kind == FINDING_DOUBTFUL) state = STATE_DOUBTFUL;
    }
    return state;
}

static void count_state(struct copy_counts *counts, enum state state)
{
    size_t *const places[] = {
        [STATE_NEW] = &counts->added,       [STATE_CHANGED] = &counts->changed,
        [STATE_SAME] = &counts->same,       [STATE_DOUBTFUL] = &counts->doubtful,
        [STATE_REFUSED] = &counts->refused,
    };
    counts->rows++;
    if (state != STATE_NONE) (*places[state])++;
}

static lxw_format *colour(const struct book *book, enum finding_kind kind)
{
    const struct book_formats *formats = &book->formats;
    if (kind == FINDING_REFUSED || kind == FINDING_FILE) return formats->red;
    return kind == FINDING_DOUBTFUL ? formats->amber : formats->blue;
}

static lxw_format *state_colour(const struct book *book, enum state state)
{
    const struct book_formats *formats = &book->formats;
    switch (state) {
    case STATE_REFUSED:
        return formats->red;
    case STATE_DOUBTFUL:
        return formats->amber;
    case STATE_NEW:
    case STATE_CHANGED:
        return formats->green;
    case STATE_SAME:
    case STATE_NONE:
        break;
    }
    return formats->grey;
}

static void append_cause(const struct finding *finding, struct buffer *out)
{
    if (out->length > 0) buffer_char(out, '\n');
    if (finding->where.value != NULL && strlen(finding->where.value) <= WIDTH_MAX &&
        finding->where.value[0] != '\0') {
        buffer_format(out, "« %s » : ", finding->where.value);
    }
    buffer_text(out, finding->cause);
    if (finding->remedy != NULL) buffer_format(out, " ; %s", finding->remedy);
    buffer_char(out, '.');
}

static void write_errors(const struct copy *copy, size_t at, const struct finding *const *findings,
                         size_t count)
{
    struct buffer words = {0};
    for (size_t i = 0; i < count; i++) {
        if (i > 0) buffer_char(&words, '\n');
        struct buffer cause = {0};
        append_cause(findings[i], &cause);
        const char *column = findings[i]->where.column;
        if (column != NULL) buffer_format(&words, "colonne « %s » : ", column);
        buffer_text(&words, cause.data);
        buffer_free(&cause);
    }
    if (words.length > 0) {
        book_text(copy->book, copy->page, at, 1, words.data, copy->book->formats.wrapped);
    }
    buffer_free(&words);
}

static void comment(struct copy *copy, size_t at, size_t column, const char *words)
{
    lxw_comment_options options = {.author = "Voisoin", .width = 320, .height = 120};
    if (copy->comments++ >= COMMENTS_MAX || at >= BOOK_ROWS_MAX) return;
    worksheet_write_comment_opt(copy->page, (lxw_row_t)at, (lxw_col_t)column, words, &options);
}

/* A cell with what the findings say of it. */
static void write_cell(struct copy *copy, size_t at, size_t out, size_t column, const char *text,
                       const struct finding *const *findings, size_t count, lxw_format *plain)
{
    struct buffer words = {0};
    lxw_format *format = plain;
    enum finding_kind gravest = FINDING_NOTE;
    for (size_t i = 0; i < count; i++) {
        if (column_named(copy->sheet, findings[i]->where.column) != column) continue;
        append_cause(findings[i], &words);
        if (findings[i]->kind < gravest) gravest = findings[i]->kind;
        format = colour(copy->book, gravest);
    }
    if (text[0] != '\0' || words.length > 0) {
        book_text(copy->book, copy->page, at, out, text, format);
    }
    if (words.length > 0) comment(copy, at, out, words.data);
    buffer_free(&words);
}

static void write_cells(struct copy *copy, size_t at, const struct table_row *row,
                        const struct finding *const *findings, size_t count, lxw_format *plain)
{
    for (size_t column = 0, out = OWN_COLUMNS; column < copy->width; column++) {
        if (is_ours(copy, column)) continue;
        const char *text = column < row->count ? row->cells[column] : "";
        write_cell(copy, at, out++, column, text, findings, count, plain);
    }
}

static void write_row(struct copy *copy, size_t at, const struct table_row *row)
{
    static const char *const words[] = {
        [STATE_NONE] = "",          [STATE_NEW] = "ajoutée",       [STATE_CHANGED] = "modifiée",
        [STATE_SAME] = "inchangée", [STATE_DOUBTFUL] = "douteuse", [STATE_REFUSED] = "refusée",
    };
    size_t count = 0;
    const struct finding *const *findings =
        (const struct finding *const *)findings_of(copy, row->line, &count);
    enum state state = state_of(findings, count, outcome_of(copy, row->line));
    count_state(&copy->counts, state);
    for (size_t i = 0; i < row->count && i < copy->width; i++) measure(copy, i, row->cells[i]);
    if (at >= BOOK_ROWS_MAX) copy->counts.left_out++;
    if (at >= BOOK_ROWS_MAX) return;
    book_text(copy->book, copy->page, at, 0, words[state], state_colour(copy->book, state));
    write_errors(copy, at, findings, count);
    write_cells(copy, at, row, findings, count, copy->book->formats.text);
}

static void write_titles(struct copy *copy, size_t at)
{
    const struct table *table = &copy->sheet->table;
    struct table_row titles = {
        .line = table->header_line,
        .count = table->header_count,
        .cells = (const char **)table->headers,
    };
    size_t count = 0;
    for (size_t i = 0; i < titles.count; i++) measure(copy, i, titles.cells[i]);
    lxw_format *title = copy->book->formats.title;
    const struct finding *const *findings =
        (const struct finding *const *)findings_of(copy, titles.line, &count);
    book_text(copy->book, copy->page, at, 0, REPORT_BOOK_STATE, title);
    book_text(copy->book, copy->page, at, 1, REPORT_BOOK_ERRORS, title);
    write_cells(copy, at, &titles, findings, count, title);
}

/* Rows of a workbook keep their numbers; those of a CSV follow each other, as a spreadsheet shows
 * them. */
static size_t position(const struct copy *copy, const struct table_row *row, size_t next)
{
    return copy->sheet->table.sheet != NULL && row->line > next ? row->line - 1 : next;
}

/* What stands over the table, and its titles; `*at` becomes the row behind them. */
static void write_head(struct copy *copy, size_t *at)
{
    const struct table *table = &copy->sheet->table;
    for (size_t i = 0; i < table->above_count; i++) {
        *at = position(copy, &table->above[i], *at);
        write_cells(copy, (*at)++, &table->above[i], NULL, 0, NULL);
    }
    struct table_row titles = {.line = table->header_line};
    *at = position(copy, &titles, *at);
    write_titles(copy, (*at)++);
}

typedef void row_writer(struct copy *copy, size_t at, const struct table_row *row);

static void write_remark(struct copy *copy, size_t at, const struct table_row *row)
{
    write_cells(copy, at, row, NULL, 0, NULL);
}

static enum status write_rows(struct copy *copy, size_t first, size_t count, row_writer *write,
                              size_t *at)
{
    struct report unheard = {0}; /* the copy is of a report that is finished */
    struct table_rows *rows = NULL;
    const struct table_row *row = NULL;
    size_t read = 0;
    enum status status = table_rows_open(&copy->sheet->table, first, count, &unheard, &rows);
    while (status == STATUS_OK) {
        status = table_rows_next(rows, &row, &read);
        if (status != STATUS_OK || read == 0) break;
        for (size_t i = 0; i < read; i++) {
            *at = position(copy, &row[i], *at);
            write(copy, (*at)++, &row[i]);
        }
    }
    table_rows_close(rows);
    report_free(&unheard);
    return status;
}

static enum status write_table(struct copy *copy)
{
    const struct table *table = &copy->sheet->table;
    size_t at = 0;
    set_columns(copy);
    write_head(copy, &at);
    size_t title_row = at - 1;
    enum status status = write_rows(copy, 0, table->row_count, write_row, &at);
    if (status != STATUS_OK) return status;
    size_t last = at < BOOK_ROWS_MAX ? at - 1 : BOOK_ROWS_MAX - 1;
    at++; /* an empty row before the remarks */
    status = write_rows(copy, table->row_count, table->below_count, write_remark, &at);
    set_columns(copy);
    worksheet_autofilter(copy->page, (lxw_row_t)title_row, 0, (lxw_row_t)last,
                         (lxw_col_t)(copy->width + OWN_COLUMNS - 1));
    if (title_row < FROZEN_MAX) worksheet_freeze_panes(copy->page, (lxw_row_t)title_row + 1, 1);
    if (copy->counts.refused > 0) worksheet_set_tab_color(copy->page, 0xC00000);
    return status;
}

static const char *title_of(const struct sheet *sheet, struct buffer *name)
{
    if (sheet->table.sheet != NULL) return sheet->table.sheet;
    file_stem(sheet->table.file, name);
    return name->data;
}

enum status sheet_copy_write(const struct sheet *sheet, const struct report *report,
                             struct book *book, const char **name, struct copy_counts *counts)
{
    struct copy copy = {.sheet = sheet, .book = book};
    struct buffer stem = {0};
    enum status status = STATUS_NO_MEMORY;
    const struct table *table = &sheet->table;
    *counts = (struct copy_counts){0};
    *name = NULL;
    copy.is_ours = calloc(table->header_count + 1, sizeof *copy.is_ours);
    if (copy.is_ours == NULL || !gather(&copy, report)) goto done;
    const char *title = title_of(sheet, &stem);
    if (title == NULL) goto done;
    copy.page = book_add_sheet(book, title);
    if (copy.page == NULL) goto done;
    sheet_copy_own_columns(table, copy.is_ours);
    copy.width = widest_row(table);
    copy.widths = calloc(copy.width + 1, sizeof *copy.widths);
    if (copy.widths == NULL) goto done;
    status = write_table(&copy);
    *name = copy.page->name;
    *counts = copy.counts;
done:
    free(copy.widths);
    free(copy.findings);
    free(copy.rows);
    free(copy.is_ours);
    buffer_free(&stem);
    return status;
}
