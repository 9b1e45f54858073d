/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_SHEET_H
#define IMPORTER_SHEET_H

#include "cells/column_map.h"
#include "cells/sheet_columns.h"
#include "cells/table.h"
#include "run/decisions.h"
#include "run/import.h"
#include "run/locate.h"
#include "run/seen.h"
#include "words/skill_memo.h"

/** One of the coordinator's tables, checked and ready to be loaded. */
struct sheet {
    const char *path; /* borrowed: of the file, or of the one that a corrected copy was made from */
    size_t position;  /* among all the sheets as they were given */
    struct table table;
    const struct column_map *map; /* borrowed; NULL: none */
    bool holds_sessions;
    size_t at[SHEET_COLUMN_COUNT];           /* of a table of resources */
    size_t session_at[SESSION_COLUMN_COUNT]; /* of a table of sessions */
};

/** The sheets of all the files of a run. A zeroed struct has none. */
struct sheets {
    struct sheet *items;
    size_t count;
    const struct column_map *map; /* that the person gave, borrowed; NULL: none */
    const char *source;           /* the --source a corrected copy was made with; NULL: none */
    struct pool texts;
};

/** Adds what a file holds: a CSV is one sheet, a workbook as many as it has with titles that we
 *  know, wherever the row of titles stands; its other sheets are told. STATUS_INVALID: the file is
 *  refused, the report says why. */
enum status sheets_open(const char *path, struct report *report, struct sheets *out);
void sheets_free(struct sheets *sheets);
/** The sheet whose position is `index`, 0 .. count - 1, whatever the order of the items. */
const struct sheet *sheets_in_order(const struct sheets *sheets, size_t index);

/** What loading a row needs beside its table. */
struct sheet_context {
    struct workspace *workspace;
    const struct skills *skills;
    struct locator *locator;
    const struct decisions *decisions; /* of humans, before this import */
    struct seen *seen; /* the identities of the source: all the sheets of a workbook */
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
const char *sheet_skill(const struct skills *skills, struct skill_memo *memo, const char *words,
                        struct buffer *remedy);

#endif
