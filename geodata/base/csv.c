/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/csv.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK_SIZE ((size_t)256 * 1024)
#define RECORD_LENGTH_MAX ((size_t)16 * 1024 * 1024) /* the longest real one seen is 4 kB */

struct csv {
    csv_read *read;
    void *context;
    char separator;
    bool special[256]; /* bytes that end a run of plain ones in an unquoted field */
    char chunk[CHUNK_SIZE];
    size_t at, length; /* of what is left in the chunk */
    bool source_ended, source_failed;
    size_t line; /* of the next byte */
    size_t line_of_problem;
    struct buffer text; /* the fields of a record that is not plain, each ended by a NUL */
    size_t *starts;     /* of the fields in text */
    const char **fields;
    size_t capacity; /* of starts and fields */
};

static bool refill(struct csv *csv)
{
    if (csv->source_ended) return false;
    size_t length = csv->read(csv->context, csv->chunk, CHUNK_SIZE);
    csv->at = 0;
    csv->length = length == CSV_READ_ERROR ? 0 : length;
    csv->source_failed = length == CSV_READ_ERROR;
    csv->source_ended = csv->length == 0;
    return csv->length > 0;
}

static inline bool fill(struct csv *csv)
{
    return csv->at < csv->length || refill(csv);
}

/* First bytes of the file, as many as a chunk holds, so that a short read of the source does not
 * hide the first line from the guess of the separator. */
static void fill_first_chunk(struct csv *csv)
{
    while (csv->length < CHUNK_SIZE && !csv->source_ended) {
        size_t length = csv->read(csv->context, csv->chunk + csv->length, CHUNK_SIZE - csv->length);
        csv->source_failed = length == CSV_READ_ERROR;
        csv->source_ended = csv->source_failed || length == 0;
        if (!csv->source_ended) csv->length += length;
    }
    if (csv->length >= 3 && memcmp(csv->chunk, "\xEF\xBB\xBF", 3) == 0) csv->at = 3;
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static char guess_separator(const char *bytes, size_t length)
{
    static const char candidates[] = ";\t,|";
    size_t counts[sizeof candidates] = {0};
    bool quoted = false;
    size_t i = 0;
    while (i < length && is_line_end(bytes[i])) i++;
    for (; i < length && (quoted || !is_line_end(bytes[i])); i++) {
        if (bytes[i] == '"') quoted = !quoted;
        const char *candidate = quoted ? NULL : memchr(candidates, bytes[i], 4);
        if (candidate != NULL) counts[candidate - candidates]++;
    }
    size_t best = 0;
    for (size_t c = 1; c < 4; c++) {
        if (counts[c] > counts[best]) best = c;
    }
    return candidates[best];
}

/* Excel's own way to say the separator: a first line `sep=;`. */
static bool take_separator_line(struct csv *csv)
{
    const char *bytes = csv->chunk + csv->at;
    size_t length = csv->length - csv->at;
    if (length < 6 || memcmp(bytes, "sep=", 4) != 0 || !is_line_end(bytes[5])) return false;
    csv->separator = bytes[4];
    csv->at += length > 6 && bytes[5] == '\r' && bytes[6] == '\n' ? 7 : 6;
    csv->line++;
    return true;
}

enum status csv_open(csv_read *read, void *context, struct csv **out)
{
    struct csv *csv = calloc(1, sizeof *csv);
    if (csv == NULL) return STATUS_NO_MEMORY;
    csv->read = read;
    csv->context = context;
    csv->line = 1;
    fill_first_chunk(csv);
    if (!take_separator_line(csv)) {
        csv->separator = guess_separator(csv->chunk + csv->at, csv->length - csv->at);
    }
    csv->special[(unsigned char)csv->separator] = true;
    csv->special['\n'] = csv->special['\r'] = csv->special['\0'] = true;
    *out = csv;
    return STATUS_OK;
}

void csv_close(struct csv *csv)
{
    if (csv == NULL) return;
    buffer_free(&csv->text);
    free(csv->starts);
    free(csv->fields);
    free(csv);
}

size_t csv_line(const struct csv *csv)
{
    return csv->line_of_problem;
}

char csv_separator(const struct csv *csv)
{
    return csv->separator;
}

void csv_use_separator(struct csv *csv, char separator)
{
    csv->special[(unsigned char)csv->separator] = false;
    csv->separator = separator;
    csv->special[(unsigned char)separator] = true;
}

/* Passes the line end under `at`, both bytes of a CRLF. */
static void take_line_end(struct csv *csv)
{
    char first = csv->chunk[csv->at++];
    csv->line++;
    if (first == '\r' && fill(csv) && csv->chunk[csv->at] == '\n') csv->at++;
}

static bool has_room(struct csv *csv, size_t count)
{
    if (count < csv->capacity) return true;
    size_t capacity = csv->capacity == 0 ? 64 : csv->capacity * 2;
    size_t *starts = realloc(csv->starts, capacity * sizeof *starts);
    if (starts == NULL) return false;
    csv->starts = starts;
    const char **fields = realloc(csv->fields, capacity * sizeof *fields);
    if (fields == NULL) return false;
    csv->fields = fields;
    csv->capacity = capacity;
    return true;
}

/* Everything up to the separator or the line end, which stay to be read. */
static enum csv_result read_plain(struct csv *csv)
{
    while (fill(csv)) {
        size_t end = csv->at;
        while (end < csv->length && !csv->special[(unsigned char)csv->chunk[end]]) end++;
        buffer_append(&csv->text, csv->chunk + csv->at, end - csv->at);
        csv->at = end;
        if (csv->text.length > RECORD_LENGTH_MAX) return CSV_TOO_LONG;
        if (end == csv->length) continue;
        if (csv->chunk[end] != '\0') return CSV_RECORD;
        csv->line_of_problem = csv->line;
        return CSV_BINARY;
    }
    return CSV_RECORD;
}

/* Everything between the quote under `at` and the one that closes it. */
static enum csv_result read_quoted(struct csv *csv)
{
    size_t opened = csv->line;
    csv->at++;
    while (fill(csv)) {
        char c = csv->chunk[csv->at];
        if (c == '\0') {
            csv->line_of_problem = csv->line;
            return CSV_BINARY;
        }
        if (csv->text.length > RECORD_LENGTH_MAX) break;
        if (is_line_end(c)) {
            take_line_end(csv);
            buffer_char(&csv->text, '\n');
            continue;
        }
        csv->at++;
        if (c != '"') {
            buffer_char(&csv->text, c);
            continue;
        }
        if (!fill(csv) || csv->chunk[csv->at] != '"') return CSV_RECORD;
        buffer_char(&csv->text, '"');
        csv->at++;
    }
    csv->line_of_problem = opened;
    return CSV_OPEN_QUOTE;
}

static enum csv_result read_field(struct csv *csv)
{
    if (fill(csv) && csv->chunk[csv->at] == '"') {
        enum csv_result result = read_quoted(csv);
        if (result != CSV_RECORD) return result;
    }
    enum csv_result result = read_plain(csv);
    if (result != CSV_RECORD) return result;
    buffer_append(&csv->text, "", 1);
    return csv->text.failed ? CSV_NO_MEMORY : CSV_RECORD;
}

/* The bytes that were read are used up, and what follows could not be read. */
static bool broke_off(const struct csv *csv)
{
    return csv->source_failed && csv->at >= csv->length;
}

/* The line under `at` when it lies in the chunk whole and is nothing but plain fields: without a
 * quote, a NUL, or a line end of another kind within. NULL: it must be read byte by byte. */
static char *plain_line(struct csv *csv, size_t *length)
{
    char *line = csv->chunk + csv->at, *end = memchr(line, '\n', csv->length - csv->at);
    if (end == NULL) return NULL;
    *length = (size_t)(end - line);
    if (memchr(line, '"', *length) != NULL || memchr(line, '\0', *length) != NULL) return NULL;
    const char *other = memchr(line, '\r', *length);
    if (other != NULL && other != end - 1) return NULL;
    *length -= other != NULL;
    return line;
}

/* Cuts a plain line where it lies. */
static enum csv_result cut_line(struct csv *csv, char *line, size_t length, struct csv_record *out)
{
    char *end = line + length, *field = line;
    out->count = 0;
    while (field != NULL) {
        if (!has_room(csv, out->count)) return CSV_NO_MEMORY;
        csv->fields[out->count++] = field;
        field = memchr(field, csv->separator, (size_t)(end - field));
        if (field != NULL) *field++ = '\0';
    }
    csv->at = (size_t)(end - csv->chunk) + (*end == '\r') + 1;
    *end = '\0';
    csv->line++;
    out->ended = true;
    out->fields = csv->fields;
    return CSV_RECORD;
}

static enum csv_result read_record(struct csv *csv, struct csv_record *out)
{
    buffer_reset(&csv->text);
    out->count = 0;
    out->ended = false;
    while (!out->ended) {
        if (!has_room(csv, out->count)) return CSV_NO_MEMORY;
        csv->starts[out->count++] = csv->text.length;
        csv->line_of_problem = out->line;
        enum csv_result result = read_field(csv);
        if (result != CSV_RECORD) return broke_off(csv) ? CSV_READ_FAILED : result;
        if (!fill(csv)) break;
        out->ended = csv->chunk[csv->at] != csv->separator;
        if (out->ended) take_line_end(csv);
        if (!out->ended) csv->at++;
    }
    if (!out->ended && broke_off(csv)) return CSV_READ_FAILED;
    for (size_t i = 0; i < out->count; i++) csv->fields[i] = csv->text.data + csv->starts[i];
    out->fields = csv->fields;
    return CSV_RECORD;
}

enum csv_result csv_next(struct csv *csv, struct csv_record *out)
{
    while (fill(csv) && is_line_end(csv->chunk[csv->at])) take_line_end(csv);
    if (!fill(csv)) return csv->source_failed ? CSV_READ_FAILED : CSV_END;

    size_t length = 0;
    out->line = csv->line;
    char *line = plain_line(csv, &length);
    return line != NULL ? cut_line(csv, line, length, out) : read_record(csv, out);
}

size_t csv_read_memory(void *memory, char *out, size_t capacity)
{
    struct csv_memory *source = memory;
    size_t length = source->length < capacity ? source->length : capacity;
    if (length > 0) memcpy(out, source->bytes, length);
    source->bytes += length;
    source->length -= length;
    return length;
}

void csv_write_cell(struct buffer *out, const char *text, char separator)
{
    const char ends[] = {separator, '"', '\n', '\r', '\0'};
    if (text[strcspn(text, ends)] == '\0') {
        buffer_text(out, text);
        return;
    }
    buffer_char(out, '"');
    for (;;) {
        size_t plain = strcspn(text, "\"");
        buffer_append(out, text, plain);
        text += plain;
        if (*text == '\0') break;
        buffer_append(out, "\"\"", 2);
        text++;
    }
    buffer_char(out, '"');
}

void csv_write_safe_cell(struct buffer *out, const char *text, char separator)
{
    if (text[0] == '\0' || strchr("=+-@\t\r", text[0]) == NULL) {
        csv_write_cell(out, text, separator);
        return;
    }
    struct buffer plain = {0};
    buffer_char(&plain, '\'');
    buffer_text(&plain, text);
    out->failed |= plain.failed;
    if (!plain.failed) csv_write_cell(out, plain.data, separator);
    buffer_free(&plain);
}
