/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_ADDRESSES_CSV_H
#define IMPORTER_ADDRESSES_CSV_H

#include "files/pool.h"

#include "geodata/addresses.h"
#include "geodata/csv.h"

#include <stdbool.h>
#include <stddef.h>

/** The columns of the two address formats, Base Adresse Nationale and Base Adresse Locale 1.4 and
 *  1.5, found by their headers. */
enum address_column {
    ADDRESS_ID,
    ADDRESS_NUMBER,
    ADDRESS_SUFFIX,
    ADDRESS_STREET,
    ADDRESS_LOCALITY,
    ADDRESS_POSTCODE,
    ADDRESS_CITYCODE,
    ADDRESS_CITY,
    ADDRESS_LON,
    ADDRESS_LAT,
    ADDRESS_X,
    ADDRESS_Y,
    ADDRESS_COLUMN_COUNT
};

struct address_format {
    size_t at[ADDRESS_COLUMN_COUNT];
    bool is_local; /* BAL: a number of 99999 is no number, the commune's code may be in the key */
};

/** Recognises the header. When a needed column is absent, false and its name in `*missing`. */
bool address_format_match(const struct csv_record *header, struct address_format *out,
                          const char **missing);

/** Where a row is wrong, for a human. */
struct address_problem {
    const char *column, *value;
    const char *cause, *remedy;
};

/** Reads one row; texts are borrowed from the record or live in the pool. False: `problem` says
 *  why. `lambert` (NULL: PROJ could not open it) serves rows that hold x and y only. */
bool address_row_read(const struct csv_record *record, const struct address_format *format,
                      struct geo_projection *lambert, struct pool *pool, struct address_row *out,
                      struct address_problem *problem);

#endif
