/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SQUARES_H
#define SQUARES_H

#include "geodata/geo.h"
#include "geometry/tree.h"

#include <stdbool.h>
#include <stdint.h>

/** The globe as the Hilbert curve halves it: squares within squares, each a stretch of the curve,
 * so that the points of one follow each other in any list that is in the order of the curve.
 * Internal to geodata/. */

/** A square of level 0 is the whole curve, 2^32 steps of the grid (429.5 degrees) wide; each level
 *  halves it. At this one it is one step of the grid. */
#define SQUARE_LEVEL_MAX 32

/** On the curve's own axes, from the south-west corner of the globe. */
static inline uint32_t curve_x(int32_t lon)
{
    return (uint32_t)((int64_t)lon + 1800000000);
}

static inline uint32_t curve_y(int32_t lat)
{
    return (uint32_t)((int64_t)lat + 900000000);
}

struct span {
    uint32_t from, to; /* both included */
};

static inline bool span_holds(struct span span, uint32_t at)
{
    return at >= span.from && at <= span.to;
}

struct square {
    uint32_t x, y;
    unsigned level;
    /* How the curve runs through it, see hilbert_key. */
    bool is_turned, is_mirrored;
};

/** Along one axis: a square of that level that begins at `from`. */
bool span_touches(struct span span, uint32_t from, unsigned level);
bool span_encloses(struct span span, uint32_t from, unsigned level);
/** Where the square of that level begins which holds `at`. */
uint32_t square_begin(uint32_t at, unsigned level);
/** In degrees, as much of it as is on the globe. */
struct box square_box(uint32_t x, uint32_t y, unsigned level);

/** Which quarter of the square holds the point, along the curve: 0 .. 3. */
unsigned square_quarter_of(const struct square *square, struct grid_point point);
struct square square_quarter(const struct square *square, unsigned quarter);

/** From a square down to one of those within. */
struct way {
    struct square squares[SQUARE_LEVEL_MAX + 1]; /* at its level */
    unsigned taken[SQUARE_LEVEL_MAX + 1];        /* which quarter of each */
    struct square end;
};

/** Does a point of the first square lie before the last along the curve (-1), in it (0), or behind
 *  it (1)? */
int way_compare(const struct way *way, struct grid_point point);

#endif
