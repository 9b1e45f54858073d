/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/json_reader.h"

#include "geodata/buffer.h"
#include "geodata/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK ((size_t)64 * 1024)
#define NO_BYTE (-1)

/* What may come next. */
enum expected { VALUE, FIRST_ITEM, FIRST_KEY, NEXT_KEY, NEXT, NOTHING };

struct json_reader {
    csv_read *read;
    void *context;
    char chunk[CHUNK];
    size_t at, length;
    size_t line, column; /* of the byte that comes next */
    enum expected expected;
    size_t depth;
    uint64_t objects; /* a bit a level: 1 is an object, 0 an array */
    struct buffer text;
    const char *why;
    enum json_event end; /* JSON_BROKEN and the two that follow, once one was met */
};

_Static_assert(JSON_DEPTH_MAX <= 64, "a bit a level");

struct json_reader *json_reader_open(csv_read *read, void *context)
{
    struct json_reader *json = malloc(sizeof *json);
    if (json == NULL) return NULL;
    json->read = read;
    json->context = context;
    json->at = json->length = 0;
    json->line = json->column = 1;
    json->expected = VALUE;
    json->depth = 0;
    json->objects = 0;
    json->text = (struct buffer){0};
    json->why = NULL;
    json->end = JSON_END;
    return json;
}

void json_reader_close(struct json_reader *json)
{
    if (json == NULL) return;
    buffer_free(&json->text);
    free(json);
}

static enum json_event broken(struct json_reader *json, const char *why)
{
    if (json->end != JSON_END) return json->end; /* the source failed first */
    json->why = why;
    return json->end = JSON_BROKEN;
}

/* The byte that comes next, left where it is; NO_BYTE at the end and when the source failed. */
static int peek(struct json_reader *json)
{
    if (json->at < json->length) return (unsigned char)json->chunk[json->at];
    if (json->end != JSON_END) return NO_BYTE;
    size_t length = json->read(json->context, json->chunk, sizeof json->chunk);
    json->at = 0;
    json->length = length == CSV_READ_ERROR ? 0 : length;
    if (length == CSV_READ_ERROR) json->end = JSON_READ_FAILED;
    return json->length == 0 ? NO_BYTE : (unsigned char)json->chunk[0];
}

static void advance(struct json_reader *json)
{
    if (json->chunk[json->at++] == '\n') {
        json->line++;
        json->column = 1;
    } else {
        json->column++;
    }
}

static int next_byte(struct json_reader *json)
{
    int byte = peek(json);
    if (byte != NO_BYTE) advance(json);
    return byte;
}

static int skip_space(struct json_reader *json)
{
    int byte = peek(json);
    while (byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n') {
        advance(json);
        byte = peek(json);
    }
    return byte;
}

static int hex_digit(int byte)
{
    if (byte >= '0' && byte <= '9') return byte - '0';
    if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
    return -1;
}

/* The four digits of \uXXXX; -1 when they are not. */
static int32_t read_unit(struct json_reader *json)
{
    int32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(next_byte(json));
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

static void append_utf8(struct buffer *out, uint32_t code)
{
    if (code < 0x80) {
        buffer_char(out, (char)code);
        return;
    }
    int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
    buffer_char(out, (char)(lead[more] | code >> (6 * more)));
    while (more-- > 0) buffer_char(out, (char)(0x80 | (code >> (6 * more) & 0x3F)));
}

static bool read_unicode(struct json_reader *json)
{
    int32_t unit = read_unit(json);
    if (unit <= 0 || (unit >= 0xDC00 && unit < 0xE000)) return false;
    if (unit >= 0xD800 && unit < 0xDC00) {
        if (next_byte(json) != '\\' || next_byte(json) != 'u') return false;
        int32_t low = read_unit(json);
        if (low < 0xDC00 || low >= 0xE000) return false;
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(&json->text, (uint32_t)unit);
    return true;
}

static bool read_escape(struct json_reader *json)
{
    static const char names[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    int byte = next_byte(json);
    if (byte == 'u') return read_unicode(json);
    const char *name = byte <= 0 ? NULL : strchr(names, byte);
    if (name == NULL) return false;
    buffer_char(&json->text, meanings[name - names]);
    return true;
}

/* As many plain bytes as the chunk holds, at once. */
static void take_plain(struct json_reader *json)
{
    size_t from = json->at;
    while (json->at < json->length) {
        unsigned char byte = (unsigned char)json->chunk[json->at];
        if (byte == '"' || byte == '\\' || byte < 0x20) break;
        json->at++;
    }
    buffer_append(&json->text, json->chunk + from, json->at - from);
    json->column += json->at - from;
}

/* A text, from its first quote on. */
static enum json_event read_text(struct json_reader *json, enum json_event event)
{
    buffer_reset(&json->text);
    buffer_append(&json->text, "", 0);
    advance(json);
    for (;;) {
        int byte = peek(json);
        if (byte == NO_BYTE) return broken(json, "le fichier s'arrête au milieu d'un texte");
        if (byte < 0x20) return broken(json, "un texte n'est pas fermé par un guillemet");
        if (json->text.length > JSON_TEXT_MAX) return broken(json, "un texte n'en finit pas");
        if (byte == '"') break;
        if (byte != '\\') {
            take_plain(json);
            continue;
        }
        advance(json);
        if (!read_escape(json)) return broken(json, "un caractère est mal écrit après \\");
    }
    advance(json);
    if (json->text.failed) return json->end = JSON_NO_MEMORY;
    if (!text_is_utf8(json->text.data, json->text.length)) {
        return broken(json, "un texte n'est pas en UTF-8");
    }
    return event;
}

static size_t take_digits(struct json_reader *json)
{
    size_t count = 0;
    for (int byte = peek(json); byte >= '0' && byte <= '9'; byte = peek(json)) {
        buffer_char(&json->text, (char)byte);
        advance(json);
        if (++count > 400) return 0; /* no double has so many */
    }
    return count;
}

static bool take_one_of(struct json_reader *json, const char *bytes)
{
    int byte = peek(json);
    if (byte <= 0 || strchr(bytes, byte) == NULL) return false;
    buffer_char(&json->text, (char)byte);
    advance(json);
    return true;
}

static enum json_event read_number(struct json_reader *json)
{
    static const char why[] = "un nombre est mal écrit";
    buffer_reset(&json->text);
    take_one_of(json, "-");
    bool zero = peek(json) == '0';
    size_t digits = take_digits(json);
    if (digits == 0 || (zero && digits > 1)) return broken(json, why);
    if (take_one_of(json, ".") && take_digits(json) == 0) return broken(json, why);
    if (take_one_of(json, "eE")) {
        take_one_of(json, "+-");
        if (take_digits(json) == 0) return broken(json, why);
    }
    if (json->end != JSON_END) return json->end;
    return json->text.failed ? (json->end = JSON_NO_MEMORY) : JSON_NUMBER;
}

static enum json_event read_word(struct json_reader *json, const char *word, enum json_event event)
{
    for (; *word != '\0'; word++) {
        if (peek(json) != *word) return broken(json, "ce mot n'est pas du JSON");
        advance(json);
    }
    return event;
}

static enum json_event open_level(struct json_reader *json, bool object)
{
    if (json->depth == JSON_DEPTH_MAX) return broken(json, "trop de niveaux imbriqués");
    advance(json);
    uint64_t bit = UINT64_C(1) << json->depth++;
    json->objects = object ? json->objects | bit : json->objects & ~bit;
    json->expected = object ? FIRST_KEY : FIRST_ITEM;
    return object ? JSON_OBJECT_BEGIN : JSON_ARRAY_BEGIN;
}

static enum json_event close_level(struct json_reader *json)
{
    bool object = (json->objects >> (json->depth - 1) & 1) != 0;
    if (next_byte(json) != (object ? '}' : ']')) {
        return broken(json, "une accolade ou un crochet ne répond pas à celui qui l'ouvre");
    }
    json->depth--;
    json->expected = json->depth == 0 ? NOTHING : NEXT;
    return object ? JSON_OBJECT_END : JSON_ARRAY_END;
}

static enum json_event read_value(struct json_reader *json, int byte)
{
    if (byte == '{' || byte == '[') return open_level(json, byte == '{');
    json->expected = json->depth == 0 ? NOTHING : NEXT;
    if (byte == '"') return read_text(json, JSON_TEXT);
    if (byte == 't') return read_word(json, "true", JSON_IS_TRUE);
    if (byte == 'f') return read_word(json, "false", JSON_IS_FALSE);
    if (byte == 'n') return read_word(json, "null", JSON_IS_NULL);
    if (byte == '-' || (byte >= '0' && byte <= '9')) return read_number(json);
    return broken(json, "il manque une valeur");
}

static enum json_event read_key(struct json_reader *json, int byte)
{
    if (byte != '"') return broken(json, "il manque le nom d'un champ, entre guillemets");
    enum json_event event = read_text(json, JSON_KEY);
    if (event != JSON_KEY) return event;
    if (skip_space(json) != ':') return broken(json, "il manque un deux-points après un nom");
    advance(json);
    json->expected = VALUE;
    return JSON_KEY;
}

static void skip_mark(struct json_reader *json)
{
    bool first = json->line == 1 && json->column == 1;
    if (!first || peek(json) != 0xEF || json->length < 3) return;
    if (memcmp(json->chunk, "\xEF\xBB\xBF", 3) == 0) json->at = 3;
}

enum json_event json_next(struct json_reader *json)
{
    if (json->end != JSON_END) return json->end;
    skip_mark(json);
    int byte = skip_space(json);
    if (json->expected == NOTHING) {
        return byte == NO_BYTE ? json->end : broken(json, "il y a quelque chose après la fin");
    }
    if (byte == NO_BYTE) return broken(json, "le fichier s'arrête avant sa fin");
    bool object = json->depth > 0 && (json->objects >> (json->depth - 1) & 1) != 0;
    bool closes = byte == '}' || byte == ']';
    if (closes && json->expected != VALUE && json->expected != NEXT_KEY) return close_level(json);
    if (json->expected == NEXT) {
        if (byte != ',') return broken(json, "il manque une virgule");
        advance(json);
        byte = skip_space(json);
        json->expected = object ? NEXT_KEY : VALUE;
        if (byte == NO_BYTE) return broken(json, "le fichier s'arrête avant sa fin");
    }
    bool wants_key = json->expected == FIRST_KEY || json->expected == NEXT_KEY;
    return wants_key ? read_key(json, byte) : read_value(json, byte);
}

const char *json_text(const struct json_reader *json)
{
    return json->text.data == NULL ? "" : json->text.data;
}

enum json_event json_skip(struct json_reader *json, enum json_event event)
{
    size_t depth = 0;
    enum json_event now = event;
    for (;;) {
        if (now == JSON_OBJECT_BEGIN || now == JSON_ARRAY_BEGIN) depth++;
        if (now == JSON_OBJECT_END || now == JSON_ARRAY_END) depth--;
        if (now >= JSON_END) return now;
        if (depth == 0) return event;
        now = json_next(json);
    }
}

const char *json_why(const struct json_reader *json)
{
    return json->why == NULL ? "" : json->why;
}

size_t json_line(const struct json_reader *json)
{
    return json->line;
}

size_t json_column(const struct json_reader *json)
{
    return json->column;
}
