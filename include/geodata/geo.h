/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_GEO_H
#define GEODATA_GEO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Positions and distances. Degrees are WGS 84, in lon, lat order as in GeoJSON; metres are
 *  geodesic, on the ellipsoid (PROJ's geodesic routines, C. F. F. Karney). */
struct point {
    double lon; /* -180 .. 180 */
    double lat; /* -90 .. 90 */
};

struct box {
    double west, south, east, north; /* degrees, west <= east */
};

/** Finite and inside the ranges above. */
bool geo_point_is_valid(struct point point);

/** Length of the shortest way over the ellipsoid, in metres, right to a thousandth of a millimetre.
 */
double geo_distance_m(struct point from, struct point to);

/** A position as a point of space (WGS 84 geocentric), in centimetres. The straight line between
 *  two of them is never longer than the way over the ground, at any latitude and across the
 *  antimeridian: that makes it a bound for searching. Each coordinate is rounded, so a chord is
 *  right within GEO_CHORD_SLACK_M. */
struct earth_point {
    int32_t x, y, z;
};
#define GEO_CHORD_SLACK_M 0.02

struct earth_point geo_to_earth(struct point point);

/** The same from one point to many: what belongs to that point is worked out once. */
struct geo_origin {
    struct point point;
    double sin_lat, cos_lat;
    struct earth_point earth;
    double axis_m, height_m; /* from the Earth's axis; above the plane of the equator */
};
struct geo_origin geo_origin(struct point point);
double geo_distance_from(const struct geo_origin *from, struct point to);

/** Where one arrives after `distance_m` metres towards `azimuth_deg` (0 north, 90 east). */
struct point geo_destination(struct point from, double azimuth_deg, double distance_m);
/** Exact when it is at most `limit_m`; else something between that and the distance. */
double geo_distance_within(const struct geo_origin *from, struct point to, double limit_m);

/** The longest that a way can be whose straight line through the Earth is `chord_m` metres. */
double geo_way_most_m(double chord_m);

/** Degrees as whole 1e-7 (about one centimetre), the grid of every stored coordinate. */
#define GEO_GRID 10000000.0
int32_t geo_to_grid(double degrees);
double geo_from_grid(int32_t units);

/** Turns positions of another reference system into WGS 84 lon, lat.
 *  `epsg` 2154 is Lambert-93 (easting, northing, metres). One handle serves one thread.
 *  Not opened (NULL) when PROJ does not know the code. */
struct geo_projection;
struct geo_projection *geo_projection_open(int epsg);
bool geo_to_wgs84(struct geo_projection *projection, double x, double y, struct point *out);
/** Many positions at once: `points` hold x in lon and y in lat, and become WGS 84. One that cannot
 * be turned becomes infinite, which geo_point_is_valid refuses. */
void geo_many_to_wgs84(struct geo_projection *projection, struct point *points, size_t count);
bool geo_from_wgs84(struct geo_projection *projection, struct point point, double *x, double *y);
void geo_projection_close(struct geo_projection *projection);

#endif
