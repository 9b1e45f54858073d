/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_TABLE_H
#define IMPORTER_TABLE_H

#include "columns.h"
#include "pool.h"
#include "report.h"

#include <stddef.h>

/** A whole table in memory, a CSV file or one sheet of a workbook: read to its last byte before the
 * first row is used, so that a file that is cut or no table at all is refused before anything
 * changed. */
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
    struct table_row *rows; /* those with at least one cell that is not empty */
    size_t row_count, row_capacity;
    size_t below_count; /* rows after the last: remarks that are no data */
    struct pool texts;
};

/** STATUS_INVALID: the file is refused; the report says why. Free with table_free whatever is
 *  returned. */
enum status table_read(const char *path, struct report *report, struct table *out);
void table_free(struct table *table);

/** The sheets of a workbook, each with all its rows and no headers yet: which row holds them is for
 *  the caller to find. STATUS_INVALID as above. Free each with table_free, then the array. */
enum status tables_read(const char *path, struct report *report, struct table **out, size_t *count);
/** Makes row `at` the headers; what stands over it is no data. STATUS_NO_MEMORY. */
enum status table_use_headers(struct table *table, size_t at);
/** Leaves out what stands under a table and is no data: a total, or remarks of one cell each below
 *  an empty row. They are told. */
void table_drop_remarks(struct table *table, struct report *report);
/** Tells what is odd about the cells of a row: a formula failed (`#N/A`, `#REF!`), so that the cell
 *  counts as empty; there are more cells than titles. */
void table_tell_cells(const struct table *table, const struct table_row *row,
                      struct report *report);

/** `#N/A`, `#REF!` and the like, in French too. */
bool table_is_failed_formula(const char *text);

/** The text of column `at`; NULL when the cell is empty, a formula failed in it, or the column is
 *  absent. */
const char *table_cell(const struct table_row *row, size_t at);

/** Adds a note for each header that no column of ours took, and each column without a header. */
void table_note_unknown(const struct table *table, const bool *known, struct report *report);

#endif
