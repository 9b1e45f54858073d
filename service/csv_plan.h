/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_CSV_PLAN_H
#define SERVICE_CSV_PLAN_H

#include "csv_result.h"
#include "csv_table.h"
#include "form.h"
#include "request.h"
#include "respond.h"
#include "routes.h"

#include <stdbool.h>
#include <stddef.h>

/** What to do with each row of a file, and what its answer looks like: the form's fields held
 *  against the file's columns. */
struct csv_plan {
    bool is_reverse;
    size_t asked[CSV_TABLE_COLUMNS_MAX]; /* columns that make the question, in order */
    size_t asked_count;
    size_t postcode, citycode, type, lat, lon; /* columns; CSV_TABLE_NO_COLUMN: none */
    enum csv_column added[CSV_COLUMN_COUNT];   /* after the file's own columns */
    size_t added_count;
    enum csv_column replaced[CSV_TABLE_COLUMNS_MAX]; /* per column of the file: the result that
                                                        takes its place, or CSV_COLUMN_COUNT */
    bool writes_mark;
};

/** The fields of the two forms; the table of routes has them. */
extern const struct route_parameter csv_search_parameters[], csv_reverse_parameters[];

/** Reads the form and its file. False: it has answered. `table` is to be freed either way;
 *  `*file_name` lives as long as the form. */
bool csv_plan_read(const struct request *request, struct response *response, bool is_reverse,
                   struct form *form, struct csv_table *table, struct csv_plan *out,
                   const char **file_name);

#endif
