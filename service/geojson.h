/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_GEOJSON_H
#define SERVICE_GEOJSON_H

#include "geodata/atlas.h"
#include "geodata/buffer.h"

/** Shapes of the atlas as GeoJSON geometries (RFC 7946). */

/** A MultiPolygon written ring by ring: geojson_polygons_open, a call per ring, then
 *  geojson_polygons_close. */
void geojson_polygons_open(struct buffer *out);
void geojson_ring(struct buffer *out, struct ring ring);
void geojson_polygons_close(struct buffer *out);

/** A circle as a Polygon of 96 sides: its edge is then off by 0.05 % of the radius at most. Across
 * the antimeridian it is cut there in two, a MultiPolygon (RFC 7946, 3.1.9). */
void geojson_circle(struct buffer *out, struct point center, double radius_m);

#endif
