/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEOCODE_PLACES_H
#define GEOCODE_PLACES_H

#include "geodata/buffer.h"
#include "geodata/status.h"
#include "store/database.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Communes, postcodes and départements: few enough (35,000, 6,300 and 101 for the country) to be
 * held in memory and shared by all readers of one book. */

/* "Paris" for 75101 to 75120, likewise Lyon and Marseille; NULL for every other commune. */
const char *district_city(const char *citycode);
/* "75056" for 75101 to 75120: the code of the whole city; NULL likewise. */
const char *district_city_code(const char *citycode);
/* 14 for 75114; 0 for a commune without arrondissements. */
unsigned district_number(const char *citycode);

/* Appends the marked word of the cell of 0.2 degree that a position (1e-6 degree) lies in. */
void place_cell(int32_t lon, int32_t lat, struct buffer *out);

struct departement {
    char code[4];
    const char *name, *region;
    int epsg; /* the official projection of its maps */
};

struct commune {
    char citycode[8];
    const char *name;      /* as the source writes it: Paris 14e Arrondissement */
    const char *city;      /* as an envelope says: Paris */
    const char *words;     /* of city: paris */
    const char *postcodes; /* separated by spaces, the usual one first; may be empty */
    unsigned district;     /* 0: none */
    uint32_t numbers;
    int32_t lon, lat;                      /* 1e-6 degree */
    const struct departement *departement; /* NULL when unknown */
};

struct gazetteer;

enum status gazetteer_load(struct database *database, struct gazetteer **out);
void gazetteer_free(struct gazetteer *gazetteer);

size_t gazetteer_count(const struct gazetteer *gazetteer);
/* `id` as in the file: 1 .. count; NULL past it. */
const struct commune *gazetteer_get(const struct gazetteer *gazetteer, int64_t id);

/* NULL when the book has no such commune. */
const struct commune *gazetteer_by_citycode(const struct gazetteer *gazetteer,
                                            const char *citycode);
bool commune_has_postcode(const struct commune *commune, const char *postcode);

/* Communes whose city has exactly these words, the largest first. */
const struct commune *const *gazetteer_by_city(const struct gazetteer *gazetteer, const char *words,
                                               size_t length, size_t *count);
/* Communes whose city begins with these words, in order of their names, `most` at most. */
const struct commune *const *gazetteer_by_beginning(const struct gazetteer *gazetteer,
                                                    const char *words, size_t length, size_t most,
                                                    size_t *count);
/* Communes of that postcode, the largest first. */
const struct commune *const *gazetteer_by_postcode(const struct gazetteer *gazetteer,
                                                   const char *postcode, size_t *count);

#endif
