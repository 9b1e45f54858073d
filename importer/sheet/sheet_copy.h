/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_SHEET_COPY_H
#define IMPORTER_SHEET_COPY_H

#include "files/book.h"
#include "run/report.h"
#include "sheet/sheet.h"

/** What became of the rows of one table. */
struct copy_counts {
    size_t rows, added, changed, same, doubtful, refused; /* each row once */
    size_t left_out;                                      /* beyond the last row of a sheet */
};

/** Copies a table into the workbook with what the report says of its rows. `*name` is the name of
 *  its sheet, borrowed from the workbook. */
enum status sheet_copy_write(const struct sheet *sheet, const struct report *report,
                             struct book *book, const char **name, struct copy_counts *counts);

/** The columns that such a copy added: `is_ours[i]` of a table's headers. */
void sheet_copy_own_columns(const struct table *table, bool *is_ours);

#endif
