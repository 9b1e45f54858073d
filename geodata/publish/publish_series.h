/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PUBLISH_SERIES_H
#define PUBLISH_SERIES_H

#include "geodata/buffer.h"
#include "geodata/generation.h"

/* What publish.c needs of publish_series.c: making a file durable and current. */

/** Makes DATA and the folder of the series where missing. */
enum status publish_folder(const char *data, enum series series);

/** The number of the next generation: after all that exist, so that no number is used twice. */
enum status publish_next(const char *data, enum series series, uint32_t *out);

/** Removes what an interrupted publish left: hidden files whose name ends with .part, and theirs.
 */
void publish_sweep(const char *data, enum series series);

/** Waits until all that was written to the file is on the disk. */
enum status publish_sync(const char *path);

/** Makes the finished file `part` generation `number`: file and folder are on the disk before the
 *  pointer moves, and the pointer before older generations go. */
enum status publish_install(const char *data, enum series series, uint32_t number, const char *part,
                            size_t keep);

#endif
