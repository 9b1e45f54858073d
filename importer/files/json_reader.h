/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_JSON_READER_H
#define IMPORTER_JSON_READER_H

#include "geodata/csv.h"
#include "geodata/status.h"

#include <stddef.h>

/** JSON (RFC 8259) piece by piece from any source of bytes, in memory that does not grow with the
 *  file: the State's daily files have hundreds of megabytes. Strict: one value, UTF-8, no comment,
 *  no comma too many; a byte order mark is passed over. */
struct json_reader;

enum json_event {
    JSON_OBJECT_BEGIN,
    JSON_OBJECT_END,
    JSON_ARRAY_BEGIN,
    JSON_ARRAY_END,
    JSON_KEY,    /* json_text: the name of the member that follows */
    JSON_TEXT,   /* json_text: the text, escapes undone; \u0000 is broken */
    JSON_NUMBER, /* json_text: as it is written */
    JSON_IS_TRUE,
    JSON_IS_FALSE,
    JSON_IS_NULL,
    JSON_END,
    JSON_BROKEN, /* json_why says what, json_line and json_column where; so is all that follows */
    JSON_READ_FAILED, /* the source failed */
    JSON_NO_MEMORY
};

#define JSON_DEPTH_MAX 64                   /* the files that we read have nine */
#define JSON_TEXT_MAX ((size_t)1024 * 1024) /* bytes of one text */

/** NULL when memory ran out. `read` is shaped as csv_read (geodata/csv.h). */
struct json_reader *json_reader_open(csv_read *read, void *context);
void json_reader_close(struct json_reader *json);

enum json_event json_next(struct json_reader *json);
/** Of the last JSON_KEY, JSON_TEXT or JSON_NUMBER; lives until the next call. */
const char *json_text(const struct json_reader *json);

/** Passes over what is left of a value whose first event was `event`. The answer is that event, or
 *  one of the last three. */
enum json_event json_skip(struct json_reader *json, enum json_event event);

/** What is broken, in French, and where: both from 1, columns in bytes. */
const char *json_why(const struct json_reader *json);
size_t json_line(const struct json_reader *json);
size_t json_column(const struct json_reader *json);

#endif
