/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/html_text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

struct reader {
    const char *at, *end;
    struct buffer *out;
    size_t line_start; /* of the line being written */
    bool space;        /* one is due before the next character */
};

static void put_line_end(struct reader *reader)
{
    reader->space = false;
    if (reader->out->length == reader->line_start) return;
    buffer_char(reader->out, '\n');
    reader->line_start = reader->out->length;
}

static void put_bytes(struct reader *reader, const char *bytes, size_t length)
{
    if (reader->space && reader->out->length > reader->line_start) buffer_char(reader->out, ' ');
    reader->space = false;
    buffer_append(reader->out, bytes, length);
}

static void put_code_point(struct reader *reader, uint32_t c)
{
    if (c == 0xA0 || c == 0x202F || c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        reader->space = true;
        return;
    }
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return;
    char bytes[4];
    size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length - 1; i > 0; i--, c >>= 6) bytes[i] = (char)(0x80 | (c & 0x3F));
    bytes[0] = (char)(lead[length] | c);
    put_bytes(reader, bytes, length);
}

/* The names that French publishers write; a name that is not here stays as it is. */
static uint32_t named_entity(const char *name, size_t length)
{
    static const struct {
        const char *name;
        uint32_t code_point;
    } entities[] = {
        {"amp", '&'},      {"lt", '<'},       {"gt", '>'},        {"quot", '"'},
        {"apos", '\''},    {"nbsp", ' '},     {"eacute", 0xE9},   {"egrave", 0xE8},
        {"ecirc", 0xEA},   {"euml", 0xEB},    {"agrave", 0xE0},   {"acirc", 0xE2},
        {"ccedil", 0xE7},  {"icirc", 0xEE},   {"iuml", 0xEF},     {"ocirc", 0xF4},
        {"ugrave", 0xF9},  {"ucirc", 0xFB},   {"uuml", 0xFC},     {"oelig", 0x153},
        {"Eacute", 0xC9},  {"Egrave", 0xC8},  {"Agrave", 0xC0},   {"Ccedil", 0xC7},
        {"laquo", 0xAB},   {"raquo", 0xBB},   {"rsquo", 0x2019},  {"lsquo", 0x2018},
        {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"hellip", 0x2026}, {"ndash", 0x2013},
        {"mdash", 0x2014}, {"deg", 0xB0},     {"euro", 0x20AC},   {"bull", 0x2022},
    };
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (strlen(entities[i].name) == length && memcmp(entities[i].name, name, length) == 0) {
            return entities[i].code_point;
        }
    }
    return 0;
}

static uint32_t numbered_entity(const char *digits, size_t length)
{
    bool hexadecimal = length > 0 && (digits[0] == 'x' || digits[0] == 'X');
    uint32_t value = 0;
    size_t i = hexadecimal ? 1 : 0;
    if (i == length) return 0;
    for (; i < length; i++) {
        unsigned char c = (unsigned char)digits[i];
        if (hexadecimal ? !isxdigit(c) : !isdigit(c)) return 0;
        uint32_t digit = isdigit(c) ? (uint32_t)(c - '0') : (uint32_t)tolower(c) - 'a' + 10U;
        value = value * (hexadecimal ? 16 : 10) + digit;
        if (value > 0x10FFFF) return 0;
    }
    return value;
}

static void read_entity(struct reader *reader)
{
    size_t left = (size_t)(reader->end - reader->at);
    const char *semicolon = memchr(reader->at, ';', left < 12 ? left : 12);
    uint32_t c = 0;
    if (semicolon != NULL) {
        const char *name = reader->at + 1;
        size_t length = (size_t)(semicolon - name);
        bool numbered = length > 0 && name[0] == '#';
        c = numbered ? numbered_entity(name + 1, length - 1) : named_entity(name, length);
    }
    if (c == 0) {
        put_code_point(reader, '&');
        reader->at++;
        return;
    }
    put_code_point(reader, c);
    reader->at = semicolon + 1;
}

static bool tag_is(const char *name, size_t length, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (strlen(*names) == length && strncasecmp(*names, name, length) == 0) return true;
    }
    return false;
}

/* Everything up to the closing tag of the same name is no text. */
static void skip_element(struct reader *reader, const char *name, size_t length)
{
    for (; reader->at < reader->end; reader->at++) {
        if ((size_t)(reader->end - reader->at) < length + 3) break;
        if (reader->at[0] == '<' && reader->at[1] == '/' &&
            strncasecmp(reader->at + 2, name, length) == 0 &&
            !isalnum((unsigned char)reader->at[length + 2])) {
            return; /* the closing tag is read as any other */
        }
    }
    reader->at = reader->end;
}

/* A comment is no block: what it stands in goes on. */
static bool skip_comment(struct reader *reader)
{
    size_t left = (size_t)(reader->end - reader->at);
    if (left < 4 || memcmp(reader->at, "<!--", 4) != 0) return false;
    const char *close = reader->at + 4;
    while (close + 3 <= reader->end && memcmp(close, "-->", 3) != 0) close++;
    reader->at = close + 3 <= reader->end ? close + 3 : reader->end;
    return true;
}

static void read_tag(struct reader *reader)
{
    static const char *const inline_tags[] = {"strong", "b",    "i",     "em",    "a",   "span",
                                              "u",      "font", "small", "sup",   "sub", "mark",
                                              "abbr",   "time", "wbr",   "label", NULL};
    static const char *const silent_tags[] = {"script", "style", "template", "noscript", NULL};
    static const char *const struck_tags[] = {"del", "s", "strike", NULL}; /* no longer said */
    const char *name = reader->at + 1;
    const struct buffer *out = reader->out;
    /* `<</b>li>` must not become a tag by losing one */
    if (out->length > reader->line_start && out->data[out->length - 1] == '<') reader->space = true;
    if (skip_comment(reader)) return;
    bool closing = name < reader->end && *name == '/';
    if (closing) name++;
    size_t length = 0;
    while (name + length < reader->end && isalnum((unsigned char)name[length])) length++;

    char quote = '\0';
    const char *at = name;
    for (; at < reader->end && (quote != '\0' || *at != '>'); at++) {
        if (quote != '\0' && *at == quote) {
            quote = '\0';
        } else if (quote == '\0' && at > name && at[-1] == '=' && (*at == '"' || *at == '\'')) {
            quote = *at;
        }
    }
    reader->at = at < reader->end ? at + 1 : reader->end;
    bool struck = tag_is(name, length, struck_tags), silent = tag_is(name, length, silent_tags);
    if (!struck && !tag_is(name, length, inline_tags)) put_line_end(reader);
    if (!closing && (struck || silent)) skip_element(reader, name, length);
}

static bool begins_tag(const struct reader *reader)
{
    if (reader->at + 1 >= reader->end) return true; /* a lone < at the end: a tag that was cut */
    unsigned char next = (unsigned char)reader->at[1];
    return isalpha(next) || next == '/' || next == '!' || next == '?';
}

void html_text(const char *html, size_t length, struct buffer *out)
{
    struct reader reader = {
        .at = html, .end = html + length, .out = out, .line_start = out->length};
    while (reader.at < reader.end) {
        unsigned char c = (unsigned char)*reader.at;
        if (c == '<' && begins_tag(&reader)) {
            read_tag(&reader);
        } else if (c == '&') {
            read_entity(&reader);
        } else if (c == 0xC2 && reader.at + 1 < reader.end && reader.at[1] == (char)0xA0) {
            reader.space = true;
            reader.at += 2;
        } else if (c >= 0x80) {
            put_bytes(&reader, reader.at++, 1);
        } else {
            put_code_point(&reader, c);
            reader.at++;
        }
    }
    buffer_append(out, "", 0);
}
