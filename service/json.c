/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include <math.h>
#include <string.h>

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

static bool needs_escape(unsigned char character)
{
    return character < 0x20 || character == '"' || character == '\\' || character == 0x7F;
}

/* Nothing that needs_escape among eight bytes at once. A byte of x is zero where (x - 1) & ~x has
 * its high bit; bytes that have it already, of letters with accents, are none of these. */
static bool is_plain(uint64_t eight)
{
    const uint64_t each = UINT64_C(0x0101010101010101), high = each << 7;
    uint64_t quote = eight ^ each * '"', slash = eight ^ each * '\\', erase = eight ^ each * 0x7F;
    uint64_t found = (eight - each * 0x20) | (quote - each) | (slash - each) | (erase - each);
    return (found & ~eight & high) == 0;
}

static size_t plain_length(const char *text, size_t length)
{
    size_t at = 0;
    uint64_t eight;
    for (; length - at >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, text + at, sizeof eight);
        if (!is_plain(eight)) break;
    }
    while (at < length && !needs_escape((unsigned char)text[at])) at++;
    return at;
}

void json_write_escaped(struct buffer *out, const char *text, size_t length)
{
    for (;;) {
        size_t plain = plain_length(text, length);
        buffer_append(out, text, plain);
        if (plain == length) return;
        escape(out, (unsigned char)text[plain]);
        text += plain + 1;
        length -= plain + 1;
    }
}

void json_write_string_n(struct buffer *out, const char *text, size_t length)
{
    json_open(out, '"');
    json_write_escaped(out, text, length);
    json_close(out, '"');
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

#define DIGITS_MAX 20

void json_write_digits(struct buffer *out, uint64_t value)
{
    size_t count = 1;
    for (uint64_t least = 10; value >= least && count < DIGITS_MAX; least *= 10) count++;
    if (!buffer_reserve(out, DIGITS_MAX)) return;
    out->length += count;
    write_digits(out->data + out->length, value);
    out->data[out->length] = '\0';
}

void json_write_integer(struct buffer *out, int64_t value)
{
    json_separate(out);
    if (value < 0) buffer_char(out, '-');
    json_write_digits(out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void json_write_number(struct buffer *out, double value, unsigned decimals)
{
    static const double scales[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    if (!isfinite(value) || fabs(value) > 9e18) {
        json_write_null(out);
        return;
    }
    if (decimals == 0 || decimals > 9 || fabs(value) > 9e9) {
        json_write_integer(out, llround(value));
        return;
    }
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
    json_separate(out);
    buffer_append(out, start, (size_t)(end - start));
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
    json_write_word(out, words[value]);
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
