/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_GENERATION_H
#define GEODATA_GENERATION_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stdint.h>

/** Numbered, immutable files and the pointer to the one that counts. A series lives in one folder:
 *  `DATA/directory/directory-12.sqlite`, and beside it `current`, a text file that holds `12`. A
 * reader sees yesterday or today, never half: files appear by rename, and the pointer is replaced
 * by rename. */
enum series { SERIES_DIRECTORY, SERIES_ADDRESSES };

/** Appends DATA/directory or DATA/addresses. */
void generation_folder(const char *data, enum series series, struct buffer *out);
/** Appends the path of one generation's file. */
void generation_path(const char *data, enum series series, uint32_t number, struct buffer *out);

/** The number `current` holds. STATUS_NOT_FOUND: nothing was ever published. */
enum status generation_current(const char *data, enum series series, uint32_t *out);

/** All numbers whose file exists, ascending; free(*out). */
enum status generation_list(const char *data, enum series series, uint32_t **out, size_t *count);

#endif
