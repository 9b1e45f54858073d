/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_COLUMN_MAP_H
#define IMPORTER_COLUMN_MAP_H

#include "cells/sheet_columns.h"
#include "run/report.h"

#include <stdbool.h>
#include <stddef.h>

/** A file that says which of a table's columns is which of ours (--map), for titles that the
 *  synonyms do not know. One line a column, in any encoding, with = or ; between:
 *
 *      # their title = our column
 *      Praticien = nom
 *      Interne = ignorer
 *      = commune: Paris
 *
 *  The last one is a constant: what an empty or absent cell holds. */

struct map_entry {
    const char *title; /* as written; "" for a constant */
    const char *key;   /* the same, normalised */
    size_t line;
    bool ignored, used;
    size_t sheet, session; /* the column of each kind of table, or COLUMN_ABSENT */
};

/** A zeroed struct says nothing. */
struct column_map {
    const char *file;
    struct map_entry *entries;
    size_t count, capacity;
    const char *sheet_constants[SHEET_COLUMN_COUNT]; /* NULL: none */
    const char *session_constants[SESSION_COLUMN_COUNT];
    struct pool texts;
};

/** STATUS_INVALID: a line cannot be followed; the report says which and why. Free with
 *  column_map_free whatever is returned. */
enum status column_map_read(const char *path, struct report *report, struct column_map *out);
void column_map_free(struct column_map *map);

/** The entry for a title; NULL: the map does not speak of it. */
struct map_entry *column_map_find(const struct column_map *map, const char *title);

/** Adds a refusal for each entry whose title no table had; `titles` are those that the tables
 *  have. False: there is one. */
bool column_map_check(const struct column_map *map, const char *const *titles, size_t count,
                      struct report *report);

/** Appends an example of such a file, with all our columns. */
void column_map_example(struct buffer *out);

#endif
