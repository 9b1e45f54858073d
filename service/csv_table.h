/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_CSV_TABLE_H
#define SERVICE_CSV_TABLE_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>

/** A CSV file in memory, read whole and found sound before any of its rows is worked on. Its form
 *  (separator, line ends, encoding) is kept, so that the answer has the same. */

/* Beyond, it is not a list of addresses: answers would fill the memory of a small machine. */
#define CSV_TABLE_COLUMNS_MAX 1000
#define CSV_TABLE_ROWS_MAX 1000000
#define CSV_TABLE_CELLS_MAX 50000000

struct csv_table {
    struct buffer text; /* cells, each ended by its NUL, row after row */
    size_t *rows;       /* where each begins in text */
    size_t row_count, row_capacity;
    const char **names; /* of the columns */
    size_t column_count;
    struct buffer heading; /* holds the names */
    char separator;
    bool is_crlf;         /* lines end so */
    bool has_mark;        /* began with a byte order mark: Excel's UTF-8 */
    bool is_windows_1252; /* else UTF-8 or UTF-16, answered in UTF-8 */
};

/** Why a file is refused, for whoever sent it. */
struct csv_problem {
    const char *parameter; /* at fault */
    bool is_too_large;
    char detail[512];
};

/** Reads the file. `separator` 0 guesses; `encoding` "" guesses: a mark, else strict UTF-8, else
 *  Windows-1252. Short rows are filled with empty cells, empty cells beyond the last column are
 *  dropped. STATUS_INVALID: `problem` says why. Free with csv_table_free whatever the answer. */
enum status csv_table_read(const char *bytes, size_t length, char separator, const char *encoding,
                           struct csv_table *out, struct csv_problem *problem);
void csv_table_free(struct csv_table *table);

#define CSV_TABLE_NO_COLUMN ((size_t)-1)
/** The first column of this name; CSV_TABLE_NO_COLUMN: none. */
size_t csv_table_find(const struct csv_table *table, const char *name);

/** The cells of a row, as many as there are columns, into `cells`. */
void csv_table_cells(const struct csv_table *table, size_t row, const char **cells);

#endif
