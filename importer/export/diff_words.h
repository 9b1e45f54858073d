/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_DIFF_WORDS_H
#define IMPORTER_DIFF_WORDS_H

#include "geodata/buffer.h"
#include "geodata/diff.h"

/** What a publication changes, in French. */

/** Appends "3 arrivées, 1 départ, 2 zones agrandies, 5 fiches modifiées", or "rien ne change". */
void diff_words_counts(const struct diff *diff, struct buffer *out);

/** Appends what happened to the resource: "arrive", "téléphone : 01 … → 01 …", "zone agrandie :
 *  rayon 1 km → rayon 2 km", "ne prend plus de nouveaux patients (dit le 2026-11-15)". */
void diff_words_line(const struct diff_line *line, struct buffer *out);

/** "arrivée", "départ", "modification"; the name of the field, "" when none. */
const char *diff_words_what(const struct diff_line *line);
const char *diff_words_field(const struct diff_line *line);

/** The value before or after as a person reads it; NULL stays NULL. */
const char *diff_words_value(const struct diff_line *line, const char *value);

#endif
