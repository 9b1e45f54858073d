/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_JSON_H
#define SERVICE_JSON_H

#include "geodata/buffer.h"
#include "geodata/geo.h"
#include "geodata/tristate.h"

#include <stddef.h>
#include <stdint.h>

/** JSON is written, not built: each call appends to the buffer and puts the comma before itself
 *  where one is due (it looks at the last byte), so that encoders read like the answer they write.
 *  Errors stay in buffer->failed. */

/* The comma before what follows, where one is due. */
BUFFER_INLINE void json_separate(struct buffer *out)
{
    if (out->length == 0) return;
    char last = out->data[out->length - 1];
    if (last != '{' && last != '[' && last != ':') buffer_char(out, ',');
}

/** `{` or `[`, or the `"` of a text that the caller writes and knows to need no escaping. */
BUFFER_INLINE void json_open(struct buffer *out, char bracket)
{
    json_separate(out);
    buffer_char(out, bracket);
}

/** }, ] or " */
BUFFER_INLINE void json_close(struct buffer *out, char bracket)
{
    buffer_char(out, bracket);
}

/** `"name":` — what follows is its value. Names are the program's own words: not escaped. */
BUFFER_INLINE void json_name(struct buffer *out, const char *name)
{
    size_t length = strlen(name);
    if (!buffer_reserve(out, length + 4)) return;
    json_separate(out);
    char *at = out->data + out->length;
    *at++ = '"';
    memcpy(at, name, length);
    memcpy(at + length, "\":", 3);
    out->length += length + 3;
}

/** `"word"`, one of the program's own. */
BUFFER_INLINE void json_write_word(struct buffer *out, const char *word)
{
    json_open(out, '"');
    buffer_text(out, word);
    json_close(out, '"');
}

BUFFER_INLINE void json_write_bool(struct buffer *out, bool value)
{
    json_separate(out);
    buffer_text(out, value ? "true" : "false");
}

BUFFER_INLINE void json_write_null(struct buffer *out)
{
    json_separate(out);
    buffer_text(out, "null");
}

/** A text, well-formed UTF-8; NULL writes null. */
void json_write_string(struct buffer *out, const char *text);
void json_write_string_n(struct buffer *out, const char *text, size_t length);
/** A piece of a text whose quotes the caller writes. */
void json_write_escaped(struct buffer *out, const char *text, size_t length);
/** A whole number as it is, within a text. */
void json_write_digits(struct buffer *out, uint64_t value);
void json_write_integer(struct buffer *out, int64_t value);
/** At most `decimals` (0 .. 9) decimals, no trailing zeros; not finite writes null. Values beyond
 *  +-9e9 lose their decimals. */
void json_write_number(struct buffer *out, double value, unsigned decimals);
/** `[lon,lat]`, 6 decimals: 0.1 m. */
void json_write_point(struct buffer *out, struct point point);
/** "yes", "no" or "unknown". */
void json_write_tristate(struct buffer *out, enum tristate value);

/** Name and value in one line. */
void json_name_string(struct buffer *out, const char *name, const char *text);
void json_name_integer(struct buffer *out, const char *name, int64_t value);
/** An empty text is null: nobody said. */
void json_name_said(struct buffer *out, const char *name, const char *text);

#endif
