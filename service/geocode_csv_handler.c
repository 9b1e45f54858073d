/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv_plan.h"
#include "geocode_words.h"
#include "handlers.h"

#include "geodata/crew.h"
#include "geodata/csv.h"
#include "geodata/geocode.h"
#include "geodata/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A file of addresses, each row answered as /search/ or /reverse/ would answer it: the interface of
 * addok-csv (https://github.com/addok/addok-csv). The file lives in memory, for one request. */

/* Rows that one thread takes at a time: some milliseconds. */
#define PIECE_ROWS 128

struct geocoding {
    const struct geocoder *geocoder;
    const struct csv_table *table;
    const struct csv_plan *plan;
    struct buffer *pieces; /* answers to PIECE_ROWS rows each, in order */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The columns that make the question, joined by one space. */
static void write_question(const struct csv_plan *plan, const char *const *cells,
                           struct buffer *out)
{
    buffer_reset(out);
    for (size_t i = 0; i < plan->asked_count; i++) {
        const char *cell = cells[plan->asked[i]];
        while (is_blank(*cell)) cell++;
        size_t length = strlen(cell);
        while (length > 0 && is_blank(cell[length - 1])) length--;
        if (length == 0) continue;
        if (out->length > 0) buffer_char(out, ' ');
        buffer_append(out, cell, length);
    }
}

/* Degrees, with the comma of French spreadsheets too. */
static bool read_degrees(const char *cell, double most, double *out)
{
    char number[32];
    size_t length = strlen(cell);
    if (length == 0 || length >= sizeof number || strspn(cell, " 0123456789+-.,eE") != length)
        return false;
    memcpy(number, cell, length + 1);
    char *comma = strchr(number, ','), *end = NULL;
    if (comma != NULL) *comma = '.';
    *out = strtod(number, &end);
    return end != number && end[strspn(end, " ")] == '\0' && fabs(*out) <= most;
}

static bool read_point(const struct csv_plan *plan, const char *const *cells, struct point *out)
{
    return plan->lat != CSV_TABLE_NO_COLUMN && read_degrees(cells[plan->lat], 90, &out->lat) &&
           read_degrees(cells[plan->lon], 180, &out->lon);
}

/* NULL: the row does not filter. */
static const char *filter_of(size_t column, const char *const *cells)
{
    if (column == CSV_TABLE_NO_COLUMN || cells[column][0] == '\0') return NULL;
    return cells[column];
}

/* The word of a row's fate, once its answer is known. */
static const char *fate(enum status status, const struct geocode_answer *answer)
{
    if (status != STATUS_OK) return "error";
    return answer->count == 0 ? "not-found" : "ok";
}

static size_t count_characters(const struct buffer *text)
{
    size_t count = 0;
    for (size_t i = 0; i < text->length; i++)
        count += ((unsigned char)text->data[i] & 0xC0) != 0x80;
    return count;
}

static const char *search_row(const struct geocoding *work, const char *const *cells,
                              struct buffer *question, struct geocode_answer *answer)
{
    const struct csv_plan *plan = work->plan;
    const char *type = filter_of(plan->type, cells);
    write_question(plan, cells, question);
    if (question->failed) return "error";
    if (question->length == 0) return "skipped";
    if (count_characters(question) > GEOCODE_TEXT_MAX) return "error";
    struct geocode_query query = {.text = question->data,
                                  .text_length = question->length,
                                  .limit = 2, /* the best, and how far behind the next one is */
                                  .postcode = filter_of(plan->postcode, cells),
                                  .citycode = filter_of(plan->citycode, cells)};
    if (type != NULL) query.type = geocode_type_named(type);
    if (type != NULL && query.type == GEOCODE_ANY) return "error";
    query.has_near = read_point(plan, cells, &query.near);
    return fate(geocode_search(work->geocoder, &query, answer), answer);
}

static const char *reverse_row(const struct geocoding *work, const char *const *cells,
                               struct geocode_answer *answer)
{
    struct point point;
    const struct csv_plan *plan = work->plan;
    if (cells[plan->lat][0] == '\0' || cells[plan->lon][0] == '\0') return "skipped";
    if (!read_point(plan, cells, &point)) return "error";
    return fate(geocode_reverse(work->geocoder, point, 0, 1, answer), answer);
}

/* Where nothing was found, coordinates that the row brought stay; results of another day do not. */
static bool keeps_own(enum csv_column column, const struct csv_outcome *outcome)
{
    if (column == CSV_COLUMN_COUNT) return true;
    return outcome->best == NULL && (column == CSV_LATITUDE || column == CSV_LONGITUDE);
}

static void write_row(const struct geocoding *work, const char *const *cells,
                      const struct csv_outcome *outcome, struct buffer *out)
{
    const struct csv_plan *plan = work->plan;
    char separator = work->table->separator;
    for (size_t i = 0; i < work->table->column_count; i++) {
        if (i > 0) buffer_char(out, separator);
        if (keeps_own(plan->replaced[i], outcome)) {
            csv_write_cell(out, cells[i], separator);
        } else {
            csv_result_write(out, plan->replaced[i], outcome, separator);
        }
    }
    for (size_t i = 0; i < plan->added_count; i++) {
        buffer_char(out, separator);
        csv_result_write(out, plan->added[i], outcome, separator);
    }
    buffer_text(out, work->table->is_crlf ? "\r\n" : "\n");
}

static void answer_row(const struct geocoding *work, const char *const *cells,
                       struct buffer *question, struct buffer *out)
{
    struct geocode_answer answer = {0};
    struct csv_outcome outcome = {.next_score = -1};
    outcome.status = work->plan->is_reverse ? reverse_row(work, cells, &answer)
                                            : search_row(work, cells, question, &answer);
    if (answer.count > 0) outcome.best = &answer.results[0];
    if (answer.count > 1) outcome.next_score = answer.results[1].score;
    write_row(work, cells, &outcome, out);
    geocode_answer_free(&answer);
}

/* Into the encoding that the file had. */
static void encode(const struct csv_table *table, struct buffer *text)
{
    struct buffer encoded = {0};
    if (!table->is_windows_1252 || text->failed) return;
    encoded.failed = text_to_windows_1252(text->data, text->length, &encoded) != STATUS_OK;
    buffer_free(text);
    *text = encoded;
}

static void answer_piece(void *context, size_t piece)
{
    const struct geocoding *work = context;
    const char *cells[CSV_TABLE_COLUMNS_MAX];
    struct buffer question = {0}, *out = &work->pieces[piece];
    size_t last = (piece + 1) * PIECE_ROWS;
    if (last > work->table->row_count) last = work->table->row_count;
    for (size_t row = piece * PIECE_ROWS; row < last; row++) {
        csv_table_cells(work->table, row, cells);
        answer_row(work, cells, &question, out);
    }
    buffer_free(&question);
    encode(work->table, out);
}

static void write_heading(const struct geocoding *work, struct buffer *out)
{
    const struct csv_table *table = work->table;
    struct buffer line = {0};
    if (work->plan->writes_mark) buffer_text(&line, "\xEF\xBB\xBF");
    for (size_t i = 0; i < table->column_count; i++) {
        if (i > 0) buffer_char(&line, table->separator);
        csv_write_cell(&line, table->names[i], table->separator);
    }
    for (size_t i = 0; i < work->plan->added_count; i++) {
        buffer_char(&line, table->separator);
        buffer_text(&line, csv_column_name(work->plan->added[i]));
    }
    buffer_text(&line, table->is_crlf ? "\r\n" : "\n");
    encode(table, &line);
    buffer_append(out, line.data, line.length);
    out->failed |= line.failed;
    buffer_free(&line);
}

/* Pieces in order, each freed once it is in its place. */
static void join(struct buffer *pieces, size_t count, struct buffer *out)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++) length += pieces[i].length;
    buffer_reserve(out, length);
    for (size_t i = 0; i < count; i++) {
        out->failed |= pieces[i].failed;
        if (pieces[i].length > 0) buffer_append(out, pieces[i].data, pieces[i].length);
        buffer_free(&pieces[i]);
    }
}

static void answer_file(const struct context *context, const struct request *request,
                        const struct csv_table *table, const struct csv_plan *plan,
                        const char *file_name, struct response *response)
{
    size_t count = (table->row_count + PIECE_ROWS - 1) / PIECE_ROWS;
    struct geocoding work = {.geocoder = context->geocoder, .table = table, .plan = plan};
    work.pieces = calloc(count + 1, sizeof *work.pieces);
    if (work.pieces == NULL) {
        respond_status(response, STATUS_NO_MEMORY);
        return;
    }
    crew_run(count, answer_piece, &work, request->is_given_up);
    bool is_given_up = request->is_given_up != NULL && atomic_load(request->is_given_up);
    if (!is_given_up) write_heading(&work, &response->body);
    join(work.pieces, is_given_up ? 0 : count, &response->body);
    for (size_t i = 0; i < count; i++) buffer_free(&work.pieces[i]);
    free(work.pieces);
    if (is_given_up) {
        respond_unavailable(response, "Le service s’arrête : renvoyez ce fichier plus tard.");
        return;
    }
    respond_csv(response,
                table->is_windows_1252 ? "text/csv; charset=windows-1252"
                                       : "text/csv; charset=utf-8",
                file_name);
}

static void answer_form(const struct context *context, const struct request *request,
                        bool is_reverse, struct response *response)
{
    struct form *form = malloc(sizeof *form);
    struct csv_plan *plan = malloc(sizeof *plan);
    struct csv_table table = {0};
    const char *file_name = "";
    if (form == NULL || plan == NULL) {
        respond_status(response, STATUS_NO_MEMORY);
    } else if (csv_plan_read(request, response, is_reverse, form, &table, plan, &file_name)) {
        answer_file(context, request, &table, plan, file_name, response);
    }
    csv_table_free(&table);
    free(plan);
    free(form);
}

void geocode_csv_handler(const struct context *context, const struct request *request,
                         struct response *response)
{
    answer_form(context, request, false, response);
}

void reverse_csv_handler(const struct context *context, const struct request *request,
                         struct response *response)
{
    answer_form(context, request, true, response);
}
