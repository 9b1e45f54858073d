/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PUBLISH_CIRCLE_H
#define PUBLISH_CIRCLE_H

#include "geodata/buffer.h"
#include "geodata/geo.h"

/** Appends the drawing of a circle on the ellipsoid as a MULTIPOLYGON in WKB: 64 corners on the
 *  circle, so it lies inside by at most 0.12 % of the radius. */
void publish_draw_circle(struct point center, double radius_m, struct buffer *wkb);

#endif
