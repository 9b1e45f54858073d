/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PUBLISH_CIRCLE_H
#define PUBLISH_CIRCLE_H

#include "geodata/buffer.h"
#include "geodata/geo.h"

#define CIRCLE_CORNERS 64 /* 1 - cos(pi / 64) is 0.12 % */
#define CIRCLE_SHAPES 256 /* drawn and kept: some radii in each of a country's latitudes */

/** The western half of a circle around longitude 0: degrees from its centre. The ellipsoid is
 *  round, so the other half is its mirror image and the longitude of the centre does not matter. */
struct circle_shape {
    int parallel; /* which latitude, see publish_circle.c */
    double radius_m;
    struct point corners[CIRCLE_CORNERS / 2 + 1];
};

/** Remembers what was drawn: circles of one territory are much alike. A zeroed pen is a new one. */
struct circle_pen {
    struct circle_shape shapes[CIRCLE_SHAPES];
};

/** Appends the drawing of a circle on the ellipsoid as SpatiaLite keeps a MULTIPOLYGON: 64 corners
 *  on the circle (1 cm or less beside it), so it lies inside by at most 0.12 % of the radius. */
void publish_draw_circle(struct circle_pen *pen, struct point center, double radius_m,
                         struct buffer *out);

#endif
