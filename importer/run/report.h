/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_REPORT_H
#define IMPORTER_REPORT_H

#include "files/pool.h"
#include "geodata/buffer.h"
#include "geodata/status.h"
#include "geodata/workspace.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** What a run did, line by line, in French for the person who gave the files. */

enum finding_kind {
    FINDING_FILE,     /* the whole file is refused: nothing of it was taken */
    FINDING_REFUSED,  /* the row is refused */
    FINDING_DOUBTFUL, /* the row is in, a human should look at it */
    FINDING_NOTE      /* good to know: an unknown column, a guess at the encoding */
};

/** Where in the coordinator's files. Texts are borrowed for the call; NULL: does not apply. */
struct where {
    const char *file;
    const char *sheet; /* of a workbook */
    size_t line;       /* 0: the file as a whole */
    bool is_feature;   /* `line` counts the features of a geographic file, not lines */
    const char *column;
    const char *value;
};

struct report_counts {
    size_t read, added, changed, same, removed, refused, doubtful;
};

struct finding {
    enum finding_kind kind;
    struct where where; /* its texts live as long as the report */
    const char *cause, *remedy;
};

/** One of the tables that rows stand in. */
struct report_table {
    const char *file, *sheet;
};

/** Eight bytes: a file may have millions. */
struct row_outcome {
    uint32_t line;
    uint32_t table : 30; /* which of report->tables */
    uint32_t change : 2; /* enum row_change */
};

/** A zeroed struct is an empty report. */
struct report {
    struct report_counts counts;
    struct finding *findings;
    size_t finding_count, finding_capacity;
    struct row_outcome *rows; /* those that were accepted */
    size_t row_count, row_capacity;
    struct report_table *tables;
    size_t table_count, table_capacity;
    struct pool texts;
    bool failed;  /* memory ran out: some findings are missing */
    bool written; /* to the file that was asked for, by the command itself */
};

/** Adds a finding; the cause is a printf format. A refused or doubtful row is counted once,
 *  however many findings it has in a row. `remedy` may be NULL. */
void report_find(struct report *report, enum finding_kind kind, struct where where,
                 const char *remedy, const char *cause, ...) __attribute__((format(printf, 5, 6)));

/** Says what became of an accepted row. */
void report_row(struct report *report, const char *file, size_t line, enum row_change change);

/** The same for a row of a workbook's sheet; NULL: the file is no workbook. */
void report_sheet_row(struct report *report, const char *file, const char *sheet, size_t line,
                      enum row_change change);

/** Where a row stands. */
struct where report_row_where(const struct report *report, const struct row_outcome *row);

/** The short summary: one line of counts, then the findings, gravest first, at most 20 of them.
 *  `noun` is what was read, singular, feminine: "ligne", "adresse", "séance". */
void report_print(const struct report *report, const char *noun, FILE *out);

/** Appends the line of counts, without its end: `3 lignes lues : 2 nouvelles, …, 1 douteuse.` */
void report_counts_words(const struct report_counts *counts, const char *noun, struct buffer *out);

/** Appends where a finding is, `tableau.xlsx, feuille « A », ligne 3: colonne « nom »: Dupont: `.
 */
void report_place_words(const struct where *where, struct buffer *out);

/** The words of reports: `refusée`, `nouvelle` … */
const char *report_kind_word(enum finding_kind kind);
const char *report_change_word(enum row_change change);

/** Writes every row and finding to `path`: JSON when it ends in .json, a workbook when it ends in
 *  .xlsx, else CSV (`;`, UTF-8 with its mark, as spreadsheets open it). STATUS_FAILED: it could not
 *  be written. */
enum status report_write(const struct report *report, const char *path);

void report_free(struct report *report);

#endif
