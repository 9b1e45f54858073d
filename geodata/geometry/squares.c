/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geometry/squares.h"

#include <math.h>

/* The last step of a square that begins at `from`. */
static uint32_t end_of(uint32_t from, unsigned level)
{
    return level == 0 ? UINT32_MAX : from + (uint32_t)((UINT64_C(1) << (32 - level)) - 1);
}

bool span_touches(struct span span, uint32_t from, unsigned level)
{
    return from <= span.to && end_of(from, level) >= span.from;
}

bool span_encloses(struct span span, uint32_t from, unsigned level)
{
    return from >= span.from && end_of(from, level) <= span.to;
}

uint32_t square_begin(uint32_t at, unsigned level)
{
    return level == 0 ? 0 : at & ~(uint32_t)((UINT64_C(1) << (32 - level)) - 1);
}

struct box square_box(uint32_t x, uint32_t y, unsigned level)
{
    double side = ldexp(1, 32 - (int)level) - 1;
    double west = (double)x / GEO_GRID - 180, south = (double)y / GEO_GRID - 90;
    return (struct box){.west = west,
                        .south = south,
                        .east = fmin(west + side / GEO_GRID, 180),
                        .north = fmin(south + side / GEO_GRID, 90)};
}

unsigned square_quarter_of(const struct square *square, struct grid_point point)
{
    unsigned shift = 31 - square->level;
    bool right = curve_x(point.lon) >> shift & 1, up = curve_y(point.lat) >> shift & 1;
    bool x = (square->is_turned ? up : right) != square->is_mirrored;
    bool y = (square->is_turned ? right : up) != square->is_mirrored;
    return (x ? 3u : 0u) ^ (y ? 1u : 0u);
}

struct square square_quarter(const struct square *square, unsigned quarter)
{
    bool x = quarter >= 2, y = quarter == 1 || quarter == 2;
    bool right = (square->is_turned ? y : x) != square->is_mirrored;
    bool up = (square->is_turned ? x : y) != square->is_mirrored;
    uint32_t side = UINT32_C(1) << (31 - square->level);
    return (struct square){.x = square->x + (right ? side : 0),
                           .y = square->y + (up ? side : 0),
                           .level = square->level + 1,
                           .is_turned = square->is_turned != !y,
                           .is_mirrored = square->is_mirrored != (x && !y)};
}

/* A point goes along as far as its coordinates begin like those of the end. */
int way_compare(const struct way *way, struct grid_point point)
{
    uint32_t apart = (curve_x(point.lon) ^ way->end.x) | (curve_y(point.lat) ^ way->end.y);
    unsigned level = apart == 0 ? SQUARE_LEVEL_MAX : (unsigned)__builtin_clz(apart);
    if (level >= way->end.level) return 0;
    unsigned quarter = square_quarter_of(&way->squares[level], point);
    return quarter < way->taken[level] ? -1 : 1;
}
