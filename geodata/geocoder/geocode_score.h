/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEOCODE_SCORE_H
#define GEOCODE_SCORE_H

#include "geocoder/geocode_numbers.h"
#include "geocoder/geocode_read.h"
#include "geocoder/geocode_store.h"
#include "geodata/geocode.h"

/* How well one street answers a question. */
struct hit {
    int64_t street;                /* street.id, or 0 */
    const struct commune *commune; /* of the street, or the answer itself when street is 0 */
    double likeness;               /* 0 .. 1: of names and places, the house number left aside */
    double score;                  /* 0 .. 1 */
    double rank;                   /* score, importance and nearness decide the order */
    bool is_explained;             /* every word that names is found in the other */
    bool has_number;
    bool number_is_near;
    bool echo_name; /* asked for by a code that the source writes into the street's name */
    struct house_number number;
    int32_t lon, lat;
};

void score_street(const struct reading *reading, const struct geocode_query *query,
                  const struct street_row *street, const struct commune *commune, struct hit *out);

#endif
