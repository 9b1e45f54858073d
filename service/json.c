/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include <math.h>
#include <string.h>

static void separate(struct buffer *out)
{
    if (out->length == 0) return;
    char last = out->data[out->length - 1];
    if (last != '{' && last != '[' && last != ':') buffer_char(out, ',');
}

void json_open(struct buffer *out, char bracket)
{
    separate(out);
    buffer_char(out, bracket);
}

void json_close(struct buffer *out, char bracket)
{
    buffer_char(out, bracket);
}

/* In one piece: an answer has a hundred names a result. */
void json_name(struct buffer *out, const char *name)
{
    size_t length = strlen(name);
    if (!buffer_reserve(out, length + 4)) return;
    separate(out);
    char *at = out->data + out->length;
    *at++ = '"';
    memcpy(at, name, length);
    memcpy(at + length, "\":", 3);
    out->length += length + 3;
}

static void escape(struct buffer *out, unsigned char character)
{
    static const char digits[] = "0123456789abcdef";
    static const char plain[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *found = character == 0 ? NULL : strchr(plain, character);
    if (found != NULL) {
        char pair[2] = {'\\', letters[found - plain]};
        buffer_append(out, pair, sizeof pair);
        return;
    }
    char code[6] = {'\\', 'u', '0', '0', digits[character >> 4], digits[character & 15]};
    buffer_append(out, code, sizeof code);
}

void json_write_escaped(struct buffer *out, const char *text, size_t length)
{
    size_t start = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char character = (unsigned char)text[i];
        if (character >= 0x20 && character != '"' && character != '\\' && character != 0x7F)
            continue;
        buffer_append(out, text + start, i - start);
        escape(out, character);
        start = i + 1;
    }
    buffer_append(out, text + start, length - start);
}

void json_write_string_n(struct buffer *out, const char *text, size_t length)
{
    separate(out);
    buffer_char(out, '"');
    json_write_escaped(out, text, length);
    buffer_char(out, '"');
}

void json_write_string(struct buffer *out, const char *text)
{
    if (text == NULL) {
        json_write_null(out);
        return;
    }
    json_write_string_n(out, text, strlen(text));
}

/* Digits are written by hand: formatting numbers would cost more than all the rest of an answer. */
static char *write_digits(char *end, uint64_t value)
{
    do {
        *--end = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    return end;
}

void json_write_digits(struct buffer *out, uint64_t value)
{
    char digits[24];
    char *end = digits + sizeof digits, *start = write_digits(end, value);
    buffer_append(out, start, (size_t)(end - start));
}

void json_write_integer(struct buffer *out, int64_t value)
{
    char digits[24];
    char *end = digits + sizeof digits;
    char *start = write_digits(end, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
    if (value < 0) *--start = '-';
    separate(out);
    buffer_append(out, start, (size_t)(end - start));
}

void json_write_number(struct buffer *out, double value, unsigned decimals)
{
    static const double scales[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    if (!isfinite(value) || fabs(value) > 9e18) {
        json_write_null(out);
        return;
    }
    if (decimals > 9 || fabs(value) > 9e9) decimals = 0;

    int64_t scaled = llround(value * scales[decimals]);
    uint64_t digits = scaled < 0 ? 0 - (uint64_t)scaled : (uint64_t)scaled;
    while (decimals > 0 && digits % 10 == 0) {
        digits /= 10;
        decimals--;
    }
    uint64_t scale = (uint64_t)scales[decimals];
    char text[32];
    char *end = text + sizeof text;
    char *start = end;
    if (decimals > 0) {
        /* 1 before the decimals keeps their leading zeros; the point takes its place. */
        start = write_digits(end, scale + digits % scale);
        *start = '.';
    }
    start = write_digits(start, digits / scale);
    if (scaled < 0) *--start = '-';
    separate(out);
    buffer_append(out, start, (size_t)(end - start));
}

void json_write_bool(struct buffer *out, bool value)
{
    separate(out);
    buffer_text(out, value ? "true" : "false");
}

void json_write_null(struct buffer *out)
{
    separate(out);
    buffer_append(out, "null", 4);
}

void json_write_point(struct buffer *out, struct point point)
{
    json_open(out, '[');
    json_write_number(out, point.lon, 6);
    json_write_number(out, point.lat, 6);
    json_close(out, ']');
}

void json_write_tristate(struct buffer *out, enum tristate value)
{
    static const char *const words[] = {
        [TRISTATE_UNKNOWN] = "unknown", [TRISTATE_NO] = "no", [TRISTATE_YES] = "yes"};
    json_write_string(out, words[value]);
}

void json_name_string(struct buffer *out, const char *name, const char *text)
{
    json_name(out, name);
    json_write_string(out, text);
}

void json_name_integer(struct buffer *out, const char *name, int64_t value)
{
    json_name(out, name);
    json_write_integer(out, value);
}

void json_name_said(struct buffer *out, const char *name, const char *text)
{
    json_name_string(out, name, text == NULL || text[0] == '\0' ? NULL : text);
}
