/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PUBLISH_EXAMINE_H
#define PUBLISH_EXAMINE_H

#include "geodata/buffer.h"
#include "geodata/generation.h"

/** Opens the file as a reader would and looks for damage; each finding is a line in French.
 *  STATUS_INVALID when there are any; STATUS_NOT_FOUND: no such file. */
enum status publish_examine(const char *path, enum series series, uint32_t number,
                            struct buffer *findings);

#endif
