/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_SHEET_H
#define IMPORTER_SHEET_H

#include "import.h"
#include "locate.h"
#include "sheet_columns.h"
#include "table.h"

/** One of the coordinator's tables, checked and ready to be loaded. */
struct sheet {
    struct table table;
    bool holds_sessions;
    size_t at[SHEET_COLUMN_COUNT];           /* of a table of resources */
    size_t session_at[SESSION_COLUMN_COUNT]; /* of a table of sessions */
};

/** What loading a row needs beside its table. */
struct sheet_context {
    struct workspace *workspace;
    const struct skills *skills;
    struct locator *locator;
    const char *scope; /* of the identifiers: `infirmiers` in sheet:infirmiers:12 */
    const char *today; /* YYYY-MM-DD the data speak of */
    struct report *report;
};

/** Loads a table of resources. */
enum status sheet_load(const struct sheet *sheet, const struct sheet_context *context);

/** Loads a table of sessions. */
enum status sessions_load(const struct sheet *sheet, const struct sheet_context *context);

/** Answers a lay word with the skill's code; else NULL, and `remedy` gets what it may have meant.
 */
const char *sheet_skill(const struct skills *skills, const char *words, struct buffer *remedy);

#endif
