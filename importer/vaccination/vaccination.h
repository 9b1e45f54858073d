/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_VACCINATION_H
#define IMPORTER_VACCINATION_H

#include "cells/table.h"
#include "cells/values.h"
#include "run/locate.h"
#include "run/report.h"

#include <stdbool.h>
#include <stddef.h>

/** Places of vaccination, as their publishers describe them in tables: each format says its columns
 *  and what a row is; vaccination.c does what they have in common. */

#define VACCINATION_COLUMNS_MAX 32
#define VACCINATION_SKILLS_MAX 3

struct vaccination_row {
    const struct vaccination_format *format;
    const struct table *table;
    const size_t *at; /* where each column of the format stands in the table */
    const struct table_row *cells;
    struct report *report;
    struct pool pool; /* of this row's texts */
    struct resource resource;
    const char *skills[VACCINATION_SKILLS_MAX];
    struct hours hours;
    size_t *closed; /* rows of places that have closed, counted by the format */
};

struct vaccination_format {
    const char *key, *name, *publisher; /* of the source */
    const char *doubt;                  /* in French: is it the right file? */
    const struct column *columns;
    size_t column_count;
    const size_t *needed; /* columns without which it is no such file */
    size_t needed_count;
    size_t id, place_name, postcode, town, lon; /* columns that messages point to */
    /** The question about the row's place, but for its point, which vaccination.c takes when the
     *  answer is POINT_FINE and tells when it is a problem. */
    enum point_problem (*query)(struct vaccination_row *row, struct locate_query *out);
    /** Fills row->resource but for its place. False: the row is refused and told, or left out. */
    bool (*describe)(struct vaccination_row *row);
    /** Completes the place once it is found; NULL: nothing to add. */
    void (*finish)(struct vaccination_row *row);
};

/** Santé.fr's flu pharmacies, and the Covid centres of the ministry (36 columns). */
extern const struct vaccination_format vaccination_flu, vaccination_covid;

/** The text of a column of the format; NULL: empty, or the table has no such column. */
const char *vaccination_cell(const struct vaccination_row *row, size_t column);
/** Adds a finding about a cell of the row. */
void vaccination_tell(const struct vaccination_row *row, enum finding_kind kind, size_t column,
                      const char *value, const char *cause, const char *remedy);
/** Appends a sentence to the row's note. */
void vaccination_note(struct vaccination_row *row, const char *label, const char *text);
/** The day of today, in UTC: what closed before it is never shown. */
day vaccination_today(void);

#endif
