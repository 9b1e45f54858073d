/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUPPORT_BAN_H
#define SUPPORT_BAN_H

#include "geodata/addresses.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Files for tests and measurements: separated values, one row a line, read the plain way (the
 * importer has its own reader, for files as strangers send them). gzip or not. */
struct table;

struct table *table_open(const char *path, char separator); /* NULL: it cannot be read */
void table_close(struct table *table);
bool table_next(struct table *table); /* false at the end */
/* The value under a heading; "" when there is no such column. Lives until the next row. */
const char *table_value(const struct table *table, const char *heading);

/* Adds a BAN file (or one with some of its columns) to a book; how many rows, in *rows. */
enum status ban_add(struct address_book *book, const char *path, uint64_t *rows);

/* Publishes the BAN file at `path` in folder `data`; NULL for `out` when not wanted. */
enum status ban_publish(const char *data, const char *path, struct address_book_summary *out);

/* $VOISOIN_SHARED/name, or ../shared/name; false when there is no such file. */
bool shared_path(const char *name, char *out, size_t capacity);

#endif
