/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_CSV_RESULT_H
#define SERVICE_CSV_RESULT_H

#include "geodata/buffer.h"
#include "geodata/geocode.h"

#include <stdbool.h>
#include <stddef.h>

/** The columns that the French national geocoder adds to a CSV file, by its names. */
enum csv_column {
    CSV_LATITUDE,
    CSV_LONGITUDE,
    CSV_RESULT_LATITUDE,
    CSV_RESULT_LONGITUDE,
    CSV_RESULT_DISTANCE,
    CSV_RESULT_SCORE,
    CSV_RESULT_SCORE_NEXT,
    CSV_RESULT_LABEL,
    CSV_RESULT_TYPE,
    CSV_RESULT_ID,
    CSV_RESULT_HOUSENUMBER,
    CSV_RESULT_NAME,
    CSV_RESULT_STREET,
    CSV_RESULT_POSTCODE,
    CSV_RESULT_CITY,
    CSV_RESULT_CONTEXT,
    CSV_RESULT_CITYCODE,
    CSV_RESULT_OLDCITYCODE, /* the address book knows the communes of today: empty */
    CSV_RESULT_OLDCITY,     /* empty too */
    CSV_RESULT_DISTRICT,
    CSV_RESULT_STATUS,
    CSV_COLUMN_COUNT
};

const char *csv_column_name(enum csv_column column);
/** CSV_COLUMN_COUNT: not one of them. */
enum csv_column csv_column_find(const char *name);
/** Those that are added when nobody chose, in order; *count of them. */
const enum csv_column *csv_columns_added(bool is_reverse, size_t *count);

/** What became of one row. */
struct csv_outcome {
    const char *status;                /* ok, not-found, error or skipped */
    const struct geocode_result *best; /* NULL unless ok */
    double next_score;                 /* of the second best; < 0: there is none */
};

/** Appends one cell of the result. */
void csv_result_write(struct buffer *out, enum csv_column column, const struct csv_outcome *outcome,
                      char separator);

#endif
