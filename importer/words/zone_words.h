/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_ZONE_WORDS_H
#define IMPORTER_ZONE_WORDS_H

#include "files/pool.h"
#include "geodata/resource.h"

#include <stdbool.h>
#include <stddef.h>

/** Where someone makes home visits, as a coordinator writes it in one cell, pieces separated by
 *  `;`, `|` or a line end: `rayon 2 km`, `800 m`, `Plaisance`, `75014, 75013`, the name of a drawn
 *  zone, `sauf Montparnasse`, `Plaisance hors Pernety`, a WKT polygon; ZONE_ELSEWHERE. */

/** A piece: they also go where nobody said. */
#define ZONE_ELSEWHERE "ailleurs non précisé"

/** Whether a name or code is a known area. */
typedef bool zone_area_known(void *context, const char *name_or_code);

/** A piece that was not understood, or (`mended`) a polygon that had to be mended. */
struct zone_problem {
    const char *piece;
    const char *cause; /* in French */
    bool mended;
    bool excludes; /* it said where they do not go: without it, nothing else may be believed */
};

/** Everything lives in the pool. */
struct zone_words {
    struct zone *zones;
    size_t count;
    struct zone_problem *problems;
    size_t problem_count;
    bool elsewhere; /* ZONE_ELSEWHERE is among them */
};

#define ZONE_PIECES_MAX 200        /* the largest real list is 80 quartiers */
#define ZONE_RADIUS_MIN_M 10.0     /* `2.000 m` are two kilometres, or nobody knows */
#define ZONE_RADIUS_MAX_M 100000.0 /* beyond 100 km nobody makes home visits */

/** STATUS_INVALID: more than ZONE_PIECES_MAX pieces. What was not understood is in `problems`. */
enum status zone_words_read(const char *cell, zone_area_known *known, void *context,
                            struct pool *pool, struct zone_words *out);

#endif
