/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_PACKED_H
#define IMPORTER_PACKED_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stddef.h>

/** A text as publishers give it: by itself, gzipped, or alone of its kind in a ZIP archive. */
struct packed;

/** STATUS_INVALID: it cannot be read, or an archive does not hold one text whose name has one of
 *  `endings` (".json", ".csv"; ends with NULL); `why` says it in French, with what to do. */
enum status packed_open(const char *path, const char *const *endings, struct packed **out,
                        struct buffer *why);
/** Shaped as csv_read: the next bytes, unzipped. */
size_t packed_read(void *packed, char *out, size_t capacity);
/** After packed_read failed: why, in French. */
void packed_explain(const struct packed *packed, struct buffer *why);
/** Part already read, 0 .. 1. */
double packed_progress(const struct packed *packed);
void packed_close(struct packed *packed);

#endif
