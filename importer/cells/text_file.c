/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells/text_file.h"

#include "files/file.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define PIECE ((size_t)64 * 1024)
#define CARRIED_MAX 4 /* bytes of a character that the next piece completes */

struct text_file {
    struct file *file;
    enum text_encoding encoding;
    char piece[CARRIED_MAX + PIECE]; /* what was carried over, then what is read */
    size_t carried;
    struct buffer decoded;
    size_t at; /* in decoded: what was not asked for yet */
    bool begun, undecodable;
};

/* How many of the bytes end in a whole character. */
static size_t whole_utf8(const char *bytes, size_t length)
{
    size_t back = 0;
    while (back < 3 && back < length) {
        unsigned char c = (unsigned char)bytes[length - 1 - back++];
        if (c < 0x80) return length;
        if (c < 0xC0) continue;
        size_t wanted = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
        return wanted > back ? length - back : length;
    }
    return length;
}

static size_t whole_utf16(const char *bytes, size_t length, enum text_encoding encoding)
{
    length -= length % 2;
    if (length == 0) return 0;
    unsigned char high = (unsigned char)bytes[encoding == TEXT_UTF_16LE ? length - 1 : length - 2];
    bool is_half = high >= 0xD8 && high <= 0xDB; /* of a pair of surrogates */
    return is_half ? length - 2 : length;
}

/* Sites give pages and XML the name .xls. */
static bool is_page(const char *bytes, size_t length)
{
    static const char *const beginnings[] = {"<?xml", "<html", "<!doctype", "<table", "<meta"};
    size_t at = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < length && isspace((unsigned char)bytes[at])) at++;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        size_t size = strlen(beginnings[i]);
        if (length - at >= size && strncasecmp(bytes + at, beginnings[i], size) == 0) return true;
    }
    return false;
}

/* How many of `letters` stand beside a small letter of ASCII, as accents do inside words. */
static size_t count_letters(const char *bytes, size_t length, const char *letters)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)bytes[i] < 0x80 || strchr(letters, bytes[i]) == NULL) continue;
        bool after = i > 0 && bytes[i - 1] >= 'a' && bytes[i - 1] <= 'z';
        bool before = i + 1 < length && bytes[i + 1] >= 'a' && bytes[i + 1] <= 'z';
        count += after || before;
    }
    return count;
}

/* Bytes that are neither UTF-8 nor UTF-16: whose accents are inside words? Those of the Mac that
 * are quotes or dashes in Windows do not count. */
static bool is_of_a_mac(const char *bytes, size_t length)
{
    static const char mac[] = "\x88\x89\x8D\x8E\x8F\x90\x9D\x9E\xCF"; /* à â ç é è ê ù û œ */
    static const char windows[] =
        "\xE0\xE2\xE7\xE8\xE9\xEA\xEB\xEE\xEF\xF4\xF9\xFB\x9C"; /* à … œ */
    return count_letters(bytes, length, mac) > count_letters(bytes, length, windows);
}

static enum status look_at(struct file *file, enum text_encoding *out, struct buffer *why)
{
    char bytes[CARRIED_MAX + PIECE];
    size_t carried = 0, passed = 0;
    for (;;) {
        size_t read = file_read(file, bytes + carried, PIECE);
        if (read == SIZE_MAX) {
            file_explain(file, why);
            return STATUS_INVALID;
        }
        size_t length = carried + read;
        if (passed == 0 && is_page(bytes, length)) {
            buffer_text(why, "ceci est une page web ou un document XML, pas un tableau, quel que "
                             "soit son nom ; ouvrez-le dans votre tableur et enregistrez-le en "
                             ".xlsx ou « CSV UTF-8 »");
            return STATUS_INVALID;
        }
        if (passed == 0 && length >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0) *out = TEXT_UTF_16LE;
        if (passed == 0 && length >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0) *out = TEXT_UTF_16BE;
        size_t whole = read == 0 ? length : whole_utf8(bytes, length);
        bool is_utf8 = *out == TEXT_UTF_8 && text_is_utf8(bytes, whole);
        if (!is_utf8 && *out == TEXT_UTF_8)
            *out = is_of_a_mac(bytes, length) ? TEXT_MAC_ROMAN : TEXT_WINDOWS_1252;
        if (!is_utf8 || read == 0) return STATUS_OK;
        carried = length - whole;
        memmove(bytes, bytes + whole, carried);
        passed += whole;
    }
}

enum status text_file_encoding(const char *path, enum text_encoding *out, struct buffer *why)
{
    struct file *file = NULL;
    *out = TEXT_UTF_8;
    enum status status = file_open(path, &file, why);
    if (status == STATUS_OK) status = look_at(file, out, why);
    file_close(file);
    return status;
}

enum status text_file_open(const char *path, enum text_encoding encoding, struct text_file **out,
                           struct buffer *why)
{
    struct text_file *text = calloc(1, sizeof *text);
    if (text == NULL) return STATUS_NO_MEMORY;
    text->encoding = encoding;
    enum status status = file_open(path, &text->file, why);
    if (status == STATUS_OK) *out = text;
    if (status != STATUS_OK) text_file_close(text);
    return status;
}

/* Fills `decoded` with the next piece; empty at the end. */
static bool decode(struct text_file *text)
{
    bool is_utf16 = text->encoding == TEXT_UTF_16LE || text->encoding == TEXT_UTF_16BE;
    size_t read = file_read(text->file, text->piece + text->carried, PIECE);
    if (read == SIZE_MAX) return false;
    size_t length = text->carried + read, mark = is_utf16 && !text->begun && length >= 2 ? 2 : 0;
    size_t whole = is_utf16 && read > 0 ? whole_utf16(text->piece, length, text->encoding) : length;
    buffer_reset(&text->decoded);
    text->at = 0;
    text->begun = text->begun || mark > 0;
    text->undecodable = whole > mark && text_decode(text->encoding, text->piece + mark,
                                                    whole - mark, &text->decoded) != STATUS_OK;
    text->carried = length - whole;
    memmove(text->piece, text->piece + whole, text->carried);
    return !text->undecodable && (text->decoded.length > 0 || read == 0 || decode(text));
}

size_t text_file_read(void *text_file, char *out, size_t capacity)
{
    struct text_file *text = text_file;
    if (text->encoding == TEXT_UTF_8) return file_read(text->file, out, capacity);
    if (text->at == text->decoded.length && !decode(text)) return SIZE_MAX;
    size_t left = text->decoded.length - text->at;
    size_t length = left < capacity ? left : capacity;
    if (length > 0) memcpy(out, text->decoded.data + text->at, length);
    text->at += length;
    return length;
}

void text_file_explain(const struct text_file *text, struct buffer *why)
{
    if (text->undecodable) {
        buffer_text(why, "l'encodage du fichier n'est pas reconnu ; "
                         "enregistrez le tableau en « CSV UTF-8 »");
        return;
    }
    file_explain(text->file, why);
}

void text_file_close(struct text_file *text)
{
    if (text == NULL) return;
    file_close(text->file);
    buffer_free(&text->decoded);
    free(text);
}
