/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "publish_circle.h"

#include <stdint.h>

#define CORNERS 64 /* 1 - cos(pi / 64) is 0.12 % */

/* Geometry types and byte order of WKB (OGC 06-103r4, 8.2). */
enum { WKB_POLYGON = 3, WKB_MULTIPOLYGON = 6 };

static void append_uint32(struct buffer *wkb, uint32_t value)
{
    buffer_append(wkb, (const char *)&value, sizeof value);
}

static void append_head(struct buffer *wkb, uint32_t type)
{
    const union {
        uint16_t number;
        char first;
    } order = {.number = 1};
    buffer_char(wkb, order.first); /* 1: little endian, as this machine writes */
    append_uint32(wkb, type);
}

static void append_point(struct buffer *wkb, struct point point)
{
    double on_grid[2] = {geo_from_grid(geo_to_grid(point.lon)),
                         geo_from_grid(geo_to_grid(point.lat))};
    buffer_append(wkb, (const char *)on_grid, sizeof on_grid);
}

void publish_draw_circle(struct point center, double radius_m, struct buffer *wkb)
{
    append_head(wkb, WKB_MULTIPOLYGON);
    append_uint32(wkb, 1);
    append_head(wkb, WKB_POLYGON);
    append_uint32(wkb, 1);
    append_uint32(wkb, CORNERS + 1);
    for (int i = 0; i <= CORNERS; i++) {
        double azimuth_deg = -360.0 * (i % CORNERS) / CORNERS; /* counter-clockwise, closed */
        append_point(wkb, geo_destination(center, azimuth_deg, radius_m));
    }
}
