/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_RPPS_ROWS_H
#define IMPORTER_RPPS_ROWS_H

#include "files/pool.h"
#include "geodata/status.h"
#include "rpps/rpps_columns.h"

#include <stddef.h>
#include <stdint.h>

/** The rows that are kept, brought together by person and place: in the file they may lie far
 *  apart. Their fields wait in a file without a name in the folder of the data (250 bytes a row),
 *  their keys in memory (32 bytes a row, twice that while they are put in order). */
struct rpps_rows;

enum status rpps_rows_open(const char *data, struct rpps_rows **out);
void rpps_rows_close(struct rpps_rows *rows);

struct rpps_key {
    uint64_t person, place;
    uint16_t file; /* of the run */
    size_t line;
};

/** STATUS_FAILED: the disk is full, the file too large (logged). */
enum status rpps_rows_add(struct rpps_rows *rows, const struct rpps_key *key,
                          const struct rpps_row *row);

/** After the last row: puts the rows of one person at one place together. What is together keeps
 *  the order of the files, and so do the first rows. */
enum status rpps_rows_gather(struct rpps_rows *rows);

/** Rows that are kept, after rpps_rows_gather in their order. */
size_t rpps_rows_count(const struct rpps_rows *rows);
/** The key of row `i`. Rows of the same person and place have the same person and the same place,
 *  which is no longer the place of rpps_rows_add. */
struct rpps_key rpps_rows_key(const struct rpps_rows *rows, size_t i);
/** The fields of row `i`; they live in the pool. */
enum status rpps_rows_read(const struct rpps_rows *rows, size_t i, struct pool *pool,
                           struct rpps_row *out);

#endif
