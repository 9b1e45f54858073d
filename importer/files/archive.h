/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_ARCHIVE_H
#define IMPORTER_ARCHIVE_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>

/** Texts inside a ZIP archive, read from beginning to end without ever lying unzipped on the disk
 *  or in memory: the State's extracts come so, of 800 MB and more. */

/** Whether the first bytes are those of a ZIP archive. */
bool archive_is(const char *path);

/** Calls `visit` with the name of each member, folders left out, in the archive's order; an answer
 *  that is not STATUS_OK ends it and is passed on. STATUS_INVALID: damaged, or more members than
 *  anybody publishes; `why` says it in French. */
typedef enum status archive_visitor(void *context, const char *member);
enum status archive_each(const char *path, archive_visitor *visit, void *context,
                         struct buffer *why);

/** A member being read. */
struct archive_member;

/** STATUS_INVALID: it cannot be read; `why` says it in French. */
enum status archive_open(const char *path, const char *member, struct archive_member **out,
                         struct buffer *why);
/** Shaped as csv_read: the next bytes, unzipped; CSV_READ_ERROR when the archive is damaged. */
size_t archive_read(void *member, char *out, size_t capacity);
/** Part of the member already read, 0 .. 1. */
double archive_progress(const struct archive_member *member);
void archive_close(struct archive_member *member);

#endif
