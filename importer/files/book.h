/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_BOOK_H
#define IMPORTER_BOOK_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <xlsxwriter.h>

/** Workbooks (XLSX) that go back to the coordinator. Every text is written as a text: what begins
 *  with = is no formula, what looks like a number keeps its zeros. */

/** How cells look. */
struct book_formats {
    lxw_format *heading; /* of a page */
    lxw_format *title;   /* of a column */
    lxw_format *text;    /* digits whose zeros must stay */
    lxw_format *wrapped; /* sentences */
    lxw_format *red, *amber, *green, *blue, *grey;
};

/** Open struct: what a page needs to write itself. */
struct book {
    lxw_workbook *workbook;
    struct book_formats formats;
    const char *path; /* borrowed */
    struct buffer part;
    size_t cut; /* texts too long for a cell */
};

#define BOOK_ROWS_MAX ((size_t)1048576) /* of a sheet, in every spreadsheet of today */
#define BOOK_TEXT_MAX ((size_t)32767)   /* characters of a cell */

/** Begins a workbook beside `path`, which stays as it is until book_close. `large`: rows go to the
 *  disk one after the other, and must be written so. STATUS_FAILED: it cannot be written there. */
enum status book_open(const char *path, bool large, struct book *out);

/** Writes it and puts it in its place. STATUS_FAILED: what was there before is still there. */
enum status book_close(struct book *book);
/** Leaves without a file; nothing after book_close. */
void book_drop(struct book *book);

/** A new sheet with a name that spreadsheets accept: the forbidden characters of `name` are
 *  replaced, it is cut at 31 characters and numbered when another sheet has it. The name it got is
 *  in the sheet (`name`). NULL when memory ran out. */
lxw_worksheet *book_add_sheet(struct book *book, const char *name);

/** Writes a text, cut at BOOK_TEXT_MAX characters (and counted); an empty one or NULL only with a
 *  format. */
void book_text(struct book *book, lxw_worksheet *sheet, size_t row, size_t column, const char *text,
               lxw_format *format);

/** How wide a text is in characters, its longest line counted; at most `most`. */
size_t book_width(const char *text, size_t most);

#endif
