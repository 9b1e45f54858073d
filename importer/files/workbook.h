/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_WORKBOOK_H
#define IMPORTER_WORKBOOK_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stdbool.h>

/** Workbooks of Excel and LibreOffice (XLSX, ODS, XLS). Strangers make them and large libraries
 *  read them, so a child process does, under limits of memory and time; whatever becomes of it,
 *  the import goes on to a clear sentence. */

enum workbook_kind { WORKBOOK_XLSX, WORKBOOK_ODS, WORKBOOK_XLS };

/** Whether the first bytes are those of a workbook, whatever the file's name. */
bool workbook_is(const char *path);
/** Whether it is a workbook as Excel wrote them until 2003. */
bool workbook_is_old(const char *path);

/** The cells of all sheets, appended to `out` as CSV with `;`: a record `feuille;NAME` for each
 *  sheet, then `ligne;NUMBER;cell;cell…` for each row that is not empty, NUMBER as the coordinator
 *  sees it. Values are those shown, numbers without an exponent, times as 09:30:00.
 *  STATUS_INVALID: damaged, protected, or beyond the limits; `why` says it in French. */
enum status workbook_read(const char *path, struct buffer *out, struct buffer *why);

#define WORKBOOK_SHEET "feuille"
#define WORKBOOK_ROW "ligne"
#define WORKBOOK_FAR "loin"  /* cells of this sheet stand so far away that they are left out */
#define WORKBOOK_1904 "1904" /* its days are counted from 1904: none of them can be believed */
#define WORKBOOK_END "fin"   /* the last record: without it the child stopped on its way */

/** What the child does: opens the file with OGR and writes its records to `handle`. False when the
 *  file does not open or breaks off. */
bool workbook_write_cells(const char *path, enum workbook_kind kind, int handle);

#endif
