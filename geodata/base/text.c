/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

/* A separator is written only when a letter follows: no space at either end, never two. */
static void fold_separator(struct buffer *out, size_t start)
{
    if (out->length > start && out->data[out->length - 1] != ' ') buffer_char(out, ' ');
}

/* What each character of ASCII becomes, in the order of their codes. */
static const char ascii_folded[129] = "                                "
                                      "                0123456789      "
                                      " abcdefghijklmnopqrstuvwxyz     "
                                      " abcdefghijklmnopqrstuvwxyz     ";

/* The ASCII at the beginning, for which there is room; answers how long it is. */
static size_t fold_ascii(const char *text, size_t length, struct buffer *out, size_t start)
{
    char *to = out->data + out->length;
    char before = out->length > start ? to[-1] : ' ';
    size_t i = 0;
    for (; i < length && (unsigned char)text[i] < 0x80; i++) {
        char c = ascii_folded[(unsigned char)text[i]];
        if (c == ' ' && before == ' ') continue;
        *to++ = before = c;
    }
    *to = '\0';
    out->length = (size_t)(to - out->data);
    return i;
}

static void append_code_point(UChar32 c, struct buffer *out)
{
    char bytes[U8_MAX_LENGTH];
    int32_t length = 0;
    uint32_t unit = (uint32_t)c;
    U8_APPEND_UNSAFE((uint8_t *)bytes, length, unit);
    buffer_append(out, bytes, (size_t)length);
}

/* What compatibility decomposition leaves whole, though French readers type two letters. */
static const char *ligature(UChar32 c)
{
    switch (c) {
    case 0x153:
        return "oe";
    case 0xE6:
        return "ae";
    case 0xDF:
        return "ss";
    case 0xF8:
        return "o";
    case 0x142:
        return "l";
    case 0x131:
        return "i";
    default:
        return NULL;
    }
}

static void fold_code_point(UChar32 c, struct buffer *out, size_t start)
{
    if (u_getIntPropertyValue(c, UCHAR_GENERAL_CATEGORY_MASK) &
        (int32_t)(U_GC_MN_MASK | U_GC_MC_MASK | U_GC_ME_MASK)) {
        return; /* an accent: gone */
    }
    UChar32 lower = u_tolower(c);
    const char *letters = ligature(lower);
    if (letters != NULL) {
        buffer_text(out, letters);
    } else if (u_isalnum(lower)) {
        append_code_point(lower, out);
    } else {
        fold_separator(out, start);
    }
}

static void fold_unicode(const char *text, size_t length, struct buffer *out, size_t start)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&error);
    if (U_FAILURE(error) || length > INT32_MAX) {
        out->failed = true;
        return;
    }
    const uint8_t *bytes = (const uint8_t *)text;
    int32_t i = 0;
    while (i < (int32_t)length) {
        if (!buffer_reserve(out, length - (size_t)i + 1)) return;
        i += (int32_t)fold_ascii(text + i, length - (size_t)i, out, start);
        if (i == (int32_t)length) return;
        UChar32 c;
        U8_NEXT(bytes, i, (int32_t)length, c);
        if (c < 0) {
            fold_separator(out, start);
            continue;
        }
        UChar pieces[32];
        error = U_ZERO_ERROR;
        int32_t count = unorm2_getDecomposition(nfkd, c, pieces, 32, &error);
        if (count < 0 || U_FAILURE(error)) {
            fold_code_point(c, out, start);
            continue;
        }
        UChar32 points[32];
        int32_t point_count = 0;
        u_strToUTF32(points, 32, &point_count, pieces, count, &error);
        for (int32_t at = 0; at < point_count; at++) fold_code_point(points[at], out, start);
    }
}

void text_fold(const char *text, size_t length, struct buffer *out)
{
    size_t start = out->length;
    if (!buffer_reserve(out, length + 1)) return;
    size_t ascii = fold_ascii(text, length, out, start);
    if (ascii < length) fold_unicode(text + ascii, length - ascii, out, start);
    if (out->failed || out->data == NULL) return;
    if (out->length > start && out->data[out->length - 1] == ' ') out->length--;
    out->data[out->length] = '\0';
}

char *text_folded(const char *text)
{
    struct buffer folded = {0};
    text_fold(text, strlen(text), &folded);
    buffer_append(&folded, "", 0);
    if (folded.failed) buffer_free(&folded);
    return folded.data;
}

/* Of the plain ASCII at the beginning, by eights. */
static size_t ascii_length(const char *text, size_t length)
{
    size_t at = 0;
    for (uint64_t eight; at + sizeof eight <= length; at += sizeof eight) {
        memcpy(&eight, text + at, sizeof eight);
        if ((eight & UINT64_C(0x8080808080808080)) != 0) break;
    }
    return at;
}

bool text_is_utf8(const char *text, size_t length)
{
    if (length > INT32_MAX) return false;
    const uint8_t *bytes = (const uint8_t *)text;
    int32_t i = 0;
    while (i < (int32_t)length) {
        i += (int32_t)ascii_length(text + i, length - (size_t)i);
        if (i == (int32_t)length) break;
        UChar32 c;
        U8_NEXT(bytes, i, (int32_t)length, c);
        if (c < 0) return false;
    }
    return true;
}

static enum status convert(const char *converter_name, const char *bytes, size_t length,
                           struct buffer *out)
{
    UErrorCode error = U_ZERO_ERROR;
    if (length > INT32_MAX / 4) return STATUS_INVALID;
    /* at most 3 bytes of UTF-8 for one of Windows-1252, 2 for one of UTF-16 */
    if (!buffer_reserve(out, length * 3 + 1)) return STATUS_NO_MEMORY;
    int32_t written =
        ucnv_convert("UTF-8", converter_name, out->data + out->length,
                     (int32_t)(out->capacity - out->length - 1), bytes, (int32_t)length, &error);
    if (U_FAILURE(error)) return STATUS_INVALID;
    out->length += (size_t)written;
    out->data[out->length] = '\0';
    return STATUS_OK;
}

enum status text_decode(enum text_encoding encoding, const char *bytes, size_t length,
                        struct buffer *out)
{
    static const char *const names[] = {
        [TEXT_UTF_16LE] = "UTF-16LE",
        [TEXT_UTF_16BE] = "UTF-16BE",
        [TEXT_WINDOWS_1252] = "windows-1252",
        [TEXT_MAC_ROMAN] = "macintosh",
    };
    if (encoding != TEXT_UTF_8) return convert(names[encoding], bytes, length, out);
    buffer_append(out, bytes, length);
    return out->failed ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status text_to_utf8(const char *bytes, size_t length, struct buffer *out,
                         const char **encoding)
{
    if (length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0)) {
        *encoding = "UTF-16";
        enum text_encoding order = bytes[0] == '\xFF' ? TEXT_UTF_16LE : TEXT_UTF_16BE;
        return text_decode(order, bytes + 2, length - 2, out);
    }
    size_t mark = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (text_is_utf8(bytes + mark, length - mark)) {
        *encoding = "UTF-8";
        return text_decode(TEXT_UTF_8, bytes + mark, length - mark, out);
    }
    *encoding = "Windows-1252";
    return text_decode(TEXT_WINDOWS_1252, bytes, length, out);
}

enum status text_to_windows_1252(const char *text, size_t length, struct buffer *out)
{
    UErrorCode error = U_ZERO_ERROR;
    if (length > INT32_MAX / 4) return STATUS_INVALID;
    if (!buffer_reserve(out, length + 1)) return STATUS_NO_MEMORY;
    UConverter *from = ucnv_open("UTF-8", &error), *to = ucnv_open("windows-1252", &error);
    if (U_SUCCESS(error)) ucnv_setSubstChars(to, "?", 1, &error);
    char *target = out->data + out->length;
    if (U_SUCCESS(error))
        ucnv_convertEx(to, from, &target, out->data + out->capacity, &text, text + length, NULL,
                       NULL, NULL, NULL, true, true, &error);
    ucnv_close(from);
    ucnv_close(to);
    if (U_FAILURE(error)) return STATUS_FAILED;
    out->length = (size_t)(target - out->data);
    out->data[out->length] = '\0';
    return STATUS_OK;
}

/* Optimal string alignment: three rows are enough to see a swap, and only the cells within `most`
 * of the diagonal can matter. */
#define EDITS_LENGTH_MAX 256

static uint16_t least(unsigned a, unsigned b)
{
    return (uint16_t)(a < b ? a : b);
}

unsigned text_edits(const char *a, size_t a_length, const char *b, size_t b_length, unsigned most)
{
    size_t difference = a_length > b_length ? a_length - b_length : b_length - a_length;
    if (difference > most || b_length >= EDITS_LENGTH_MAX || a_length >= EDITS_LENGTH_MAX) {
        return most + 1;
    }
    if (most == 0) return memcmp(a, b, a_length) == 0 ? 0 : 1;
    uint16_t rows[3][EDITS_LENGTH_MAX + 1];
    uint16_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b_length; j++) above[j] = (uint16_t)j;
    uint16_t smallest_above = 0;
    for (size_t i = 1; i <= a_length; i++) {
        size_t first = i > most ? i - most : 1;
        size_t last = i + most < b_length ? i + most : b_length;
        row[first - 1] = (uint16_t)(first == 1 ? i : most + 1);
        uint16_t smallest = row[first - 1];
        if (last == i + most) above[last] = (uint16_t)(most + 1); /* just outside the band */
        for (size_t j = first; j <= last; j++) {
            uint16_t edits = least(above[j - 1] + (a[i - 1] != b[j - 1] ? 1u : 0u),
                                   least(above[j] + 1u, row[j - 1] + 1u));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                edits = least(edits, before[j - 2] + 1u);
            }
            row[j] = edits;
            smallest = least(smallest, edits);
        }
        if (smallest > most && smallest_above > most) return most + 1; /* a swap looks two up */
        smallest_above = smallest;
        uint16_t *recycled = before;
        before = above;
        above = row;
        row = recycled;
    }
    return above[b_length] > most ? most + 1 : above[b_length];
}
