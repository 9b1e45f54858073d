/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_SUGGEST_H
#define IMPORTER_SUGGEST_H

#include "geodata/buffer.h"

#include <stddef.h>

/** Appends "vouliez-vous dire « a », « b » ?" with the few of `words` that resemble `wanted`,
 *  nearest first; nothing when none does. Case, accents and signs do not count. */
void suggest_words(const char *wanted, const char *const *words, size_t count, struct buffer *out);

#endif
