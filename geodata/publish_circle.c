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

/* One half is the mirror image of the other: the ellipsoid is round. */
static void draw_corners(struct point center, double radius_m, struct point corners[CORNERS + 1])
{
    for (int i = 0; i <= CORNERS / 2; i++) {
        struct point west = geo_destination(center, -360.0 * i / CORNERS, radius_m);
        west = (struct point){geo_from_grid(geo_to_grid(west.lon)),
                              geo_from_grid(geo_to_grid(west.lat))};
        struct point east = {geo_from_grid(geo_to_grid(2 * center.lon - west.lon)), west.lat};
        corners[CORNERS - i] = east;
        corners[i] = west;
    }
    corners[CORNERS] = corners[0]; /* closed, counter-clockwise from the north */
}

void publish_draw_circle(struct point center, double radius_m, struct buffer *wkb)
{
    struct point corners[CORNERS + 1];
    draw_corners(center, radius_m, corners);
    append_head(wkb, WKB_MULTIPOLYGON);
    append_uint32(wkb, 1);
    append_head(wkb, WKB_POLYGON);
    append_uint32(wkb, 1);
    append_uint32(wkb, CORNERS + 1);
    for (int i = 0; i <= CORNERS; i++) {
        buffer_append(wkb, (const char *)&corners[i].lon, sizeof corners[i].lon);
        buffer_append(wkb, (const char *)&corners[i].lat, sizeof corners[i].lat);
    }
}
