/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_BASEMAP_H
#define GEODATA_BASEMAP_H

#include "geodata/geo.h"
#include "geodata/status.h"

#include <stddef.h>

/** Streets to draw when no map can be fetched: derived from the address points (the even and the
 * odd side of a street averaged along its numbers), so that the map is never blank without
 * internet. */
struct geocoder;

struct basemap_line {
    const char *name;           /* "Rue d'Alésia" */
    double importance;          /* 0 .. 1: longer streets with more numbers first, for labels */
    const struct point *points; /* 2 or more */
    size_t point_count;
};

struct basemap {
    struct basemap_line *lines; /* most important first */
    size_t count;
    void *arena;
};

/** Streets that touch `box`, at most `limit`, simplified to `tolerance_m` metres. */
enum status basemap_streets(const struct geocoder *geocoder, struct box box, double tolerance_m,
                            size_t limit, struct basemap *out);
void basemap_free(struct basemap *basemap);

#endif
