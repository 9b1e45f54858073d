/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_TABLE_H
#define IMPORTER_TABLE_H

#include "cells/columns.h"
#include "files/file.h"
#include "files/pool.h"
#include "geodata/text.h"
#include "run/report.h"

#include <stddef.h>

/** A table, a CSV file or one sheet of a workbook. It is looked through to its last byte before the
 *  first row is used, so that a file that is cut or no table at all is refused before anything
 *  changed. The rows of a workbook's sheet are in memory; those of a CSV are read again from the
 *  file by whoever goes through them, so that a file of any size takes no more than some rows.
 *
 *  A table is begun (headers and first rows are there), then other headers may be chosen with
 *  table_use_headers, then it is scanned: from then on its rows are counted and table_rows_open
 * goes through them. */
struct table_row {
    size_t line;
    size_t count;
    const char **cells; /* without spaces around; "" when empty */
};

struct table {
    const char *file;  /* name without folders */
    const char *sheet; /* of a workbook; NULL: the file is a CSV */
    bool is_cut;       /* cells stand so far below or to the right that they are left out */
    char sha256[65];
    char date[11]; /* of the file's last change, YYYY-MM-DD */
    const char *const *headers;
    size_t header_count, header_line;
    const struct table_row *above; /* what stands over the headers: a title, explanations */
    size_t above_count;
    struct table_row *rows; /* those with at least one cell that is not empty; of a CSV, before it
                               is scanned, the first TABLE_HEAD of them, and afterwards none */
    size_t row_count, row_capacity;
    size_t below_count;    /* rows after the last: remarks that are no data */
    size_t widest;         /* cells of the widest of the headers and rows */
    const char **untitled; /* for each header: the first text below it when it is empty; NULL: none.
                              Of a workbook, as many as `widest` */
    size_t untitled_count;
    const char *path;            /* of a CSV, borrowed */
    enum text_encoding encoding; /* of a CSV */
    struct file_mark mark;       /* the CSV that was scanned */
    struct pool texts;
};

#define TABLE_HEAD 32 /* rows: titles and explanations are over within these */

/** Begins with a CSV; its first row is the headers. STATUS_INVALID: the file is refused; the report
 * says why. Free with table_free whatever is returned. */
enum status table_begin(const char *path, struct report *report, struct table *out);
/** Looks through all rows. With `drops_remarks` it leaves out what stands under a table and is no
 *  data: a total, or remarks of one cell each below an empty row. They are told. */
enum status table_scan(struct table *table, bool drops_remarks, struct report *report);
/** Begins with and scans a CSV whose first row is its headers. */
enum status table_read(const char *path, struct report *report, struct table *out);
void table_free(struct table *table);

/** The sheets of a workbook, each with all its rows and no headers yet: which row holds them is for
 *  the caller to find. STATUS_INVALID as above. Free each with table_free, then the array. */
enum status tables_read(const char *path, struct report *report, struct table **out, size_t *count);
/** Makes row `at` the headers; what stands over it is no data. STATUS_NO_MEMORY. */
enum status table_use_headers(struct table *table, size_t at);

/** Goes through rows `first` .. `first + count - 1` of a table that was scanned: 0 .. row_count - 1
 *  are its data, below_count remarks follow. */
struct table_rows;
enum status table_rows_open(const struct table *table, size_t first, size_t count,
                            struct report *report, struct table_rows **out);
/** The next rows, at most LOCATE_AHEAD; `*count` 0: that was all. They live until the next call.
 *  STATUS_INVALID: the file is not what was scanned; the report says so. */
enum status table_rows_next(struct table_rows *rows, const struct table_row **out, size_t *count);
void table_rows_close(struct table_rows *rows);

/** Tells what is odd about the cells of a row: a formula failed (`#N/A`, `#REF!`), so that the cell
 *  counts as empty; there are more cells than titles. */
void table_tell_cells(const struct table *table, const struct table_row *row,
                      struct report *report);
/** Tells that the whole file is refused. `line` 0, `remedy` NULL: none. */
void table_refuse(const struct table *table, size_t line, const char *cause, const char *remedy,
                  struct report *report);

/** `#N/A`, `#REF!` and the like, in French too. */
bool table_is_failed_formula(const char *text);

/** The text of column `at`; NULL when the cell is empty, a formula failed in it, or the column is
 *  absent. */
const char *table_cell(const struct table_row *row, size_t at);

/** Adds a note for each header that no column of ours took, and each column without a header. */
void table_note_unknown(const struct table *table, const bool *known, struct report *report);

/** A row of fields as csv_next gives them, one behind the other; its cells in `pool`; `count` 0:
 * none holds anything. STATUS_NO_MEMORY. For the files that read tables. */
enum status table_copy_row(const char *const *fields, size_t count, size_t line, struct pool *pool,
                           struct table_row *out);
/** Adds a row to those in memory. */
enum status table_keep_row(struct table *table, struct table_row row);
/** Whether a row is a remark, or a total, and no data. */
bool table_is_remark(const struct table_row *row);
bool table_is_total(const struct table_row *row);
void table_tell_remark(const struct table *table, const struct table_row *row,
                       struct report *report);

#endif
