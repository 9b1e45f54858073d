/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_COLUMNS_H
#define IMPORTER_COLUMNS_H

#include "geodata/buffer.h"

#include <stdbool.h>
#include <stddef.h>

/** Finds a table's columns by their headers, in any order, accents, case, punctuation and plural
 *  aside: `Téléphones`, `TELEPHONE` and `telephone` are one. */
struct column {
    const char *name;     /* as shown in messages */
    const char *synonyms; /* other headers, separated by |; NULL: none */
};

#define COLUMN_ABSENT ((size_t)-1)

/** For each of `count` columns, `at[i]` becomes its position among `headers`, or COLUMN_ABSENT.
 *  When two headers say the same column the one that is its name counts, else the first. `known[h]` (NULL: not wanted) tells
 *  whether header `h` was taken. False when memory ran out. */
bool columns_match(const struct column *columns, size_t count, const char *const *headers,
                   size_t header_count, size_t *at, bool *known);

/** The column of that name or synonym, or COLUMN_ABSENT. */
size_t columns_find(const struct column *columns, size_t count, const char *name);

/** What makes two headers one: replaces `out` by the folded text, each word without the s or x of
 *  a plural. */
void columns_normalise(const char *text, size_t length, struct buffer *out);

#endif
