/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_TEXT_H
#define GEODATA_TEXT_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>

/** The one way this project compares words: appends to `out` the text in lower case, without
 *  accents, compatibility forms and ligatures undone (œ is oe, ﬁ is fi, № is no), everything that
 * is neither letter nor digit turned into one space, no space at either end. `L'Haÿ-les-Roses`
 * gives `l hay les roses`. Ill-formed UTF-8 is read as separators. Done by ICU; plain ASCII takes a
 *  short way. Fails only through out->failed. */
void text_fold(const char *text, size_t length, struct buffer *out);

/** text_fold of a NUL-terminated text into a new string that the caller frees; NULL when memory
 *  runs out. */
char *text_folded(const char *text);

/** Well-formed UTF-8 (no overlong form, no surrogate, at most U+10FFFF). */
bool text_is_utf8(const char *text, size_t length);

/** Appends `bytes` as UTF-8: a byte order mark is dropped, strict UTF-8 passes as it is, UTF-16 is
 * known by its mark, anything else is read as Windows-1252. Tells which by `*encoding` ("UTF-8",
 * "UTF-16", "Windows-1252"). */
enum status text_to_utf8(const char *bytes, size_t length, struct buffer *out,
                         const char **encoding);

enum text_encoding {
    TEXT_UTF_8,
    TEXT_UTF_16LE,
    TEXT_UTF_16BE,
    TEXT_WINDOWS_1252,
    TEXT_MAC_ROMAN /* what Excel for the Mac calls CSV */
};
/** Appends bytes of a known encoding as UTF-8; a piece of a longer text when it ends between two
 *  characters. UTF-8 is not looked at. STATUS_INVALID: longer than 512 MB. */
enum status text_decode(enum text_encoding encoding, const char *bytes, size_t length,
                        struct buffer *out);

/** Appends well-formed UTF-8 as Windows-1252, `?` for what it cannot write. STATUS_INVALID: longer
 *  than 512 MB. */
enum status text_to_windows_1252(const char *text, size_t length, struct buffer *out);

/** Edits (one letter added, dropped, changed, or two neighbours swapped) from `a` to `b`, counted
 *  no further than `most`: more is `most + 1`. Both folded, compared as bytes. */
unsigned text_edits(const char *a, size_t a_length, const char *b, size_t b_length, unsigned most);

#endif
