/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_ADDRESSES_H
#define GEODATA_ADDRESSES_H

#include "geodata/geo.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The writing door of address books: rows in, one published `addresses-N.sqlite` out (schema in
 * geodata/addresses.sql). The service never includes it. */
struct address_book;

/** One row of an address book; texts are borrowed for the call. */
struct address_row {
    const char *id;       /* interoperability key: 75114_2513_00012_bis */
    uint32_t number;      /* 0 with no number: a street or place alone */
    const char *suffix;   /* "" or "bis", "t", "p8" … as the source writes it */
    const char *street;   /* "Rue Daguerre" */
    const char *locality; /* lieu-dit; NULL or "" */
    const char *postcode, *citycode, *city;
    struct point point;
    bool has_xy;
    double x, y; /* Lambert-93 when the source gives it */
};

/** Starts a book aside in `data`. */
enum status address_book_begin(const char *data, struct address_book **out);
/** Adds a row. STATUS_INVALID (not logged): no street and no locality, or a bad point. */
enum status address_book_add(struct address_book *book, const struct address_row *row);

struct address_book_summary {
    uint64_t streets, numbers, places, communes;
    uint64_t repeated; /* rows that said the same door again */
    uint32_t number;   /* of the published generation */
};
/** Builds the indexes, checks, and publishes. `source_name` and `source_date` (YYYY-MM-DD) are
 * shown with the data. The book is closed whatever happens. */
enum status address_book_publish(struct address_book *book, const char *source_name,
                                 const char *source_date, const char *sha256,
                                 struct address_book_summary *out);
/** Gives up: nothing was changed. NULL is taken. */
void address_book_close(struct address_book *book);

#endif
