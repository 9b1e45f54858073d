/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/geo.h"

#include <geodesic.h>
#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <stdlib.h>

/* WGS 84 (EPSG:7030): semi-major axis in metres, inverse flattening. */
#define WGS84_A 6378137.0
#define WGS84_INVERSE_FLATTENING 298.257223563
#define RADIANS(degrees) ((degrees) * (M_PI / 180.0))

bool geo_point_is_valid(struct point point)
{
    return isfinite(point.lon) && isfinite(point.lat) && fabs(point.lon) <= 180.0 &&
           fabs(point.lat) <= 90.0;
}

static struct geod_geodesic ellipsoid(void)
{
    struct geod_geodesic geodesic;
    geod_init(&geodesic, WGS84_A, 1.0 / WGS84_INVERSE_FLATTENING);
    return geodesic;
}

/* Farther apart than this, only the whole geodesic is exact enough. */
#define ARC_MAX_M 100000.0

/* The way as the arc that belongs to the straight line through the Earth, on the circle that
 * touches the ellipsoid in the middle and in that direction (Euler): a fifteenth of the work.
 * Against PROJ's geodesic it is out by a millionth of a metre at 100 km, by a millionth of a
 * millimetre at 10 km. */
static bool arc_m(struct point from, struct point to, double *distance_m)
{
    const double f = 1.0 / WGS84_INVERSE_FLATTENING, e2 = f * (2.0 - f);
    double from_sin = sin(RADIANS(from.lat)), from_cos = cos(RADIANS(from.lat));
    double to_sin = sin(RADIANS(to.lat)), to_cos = cos(RADIANS(to.lat));
    double from_normal = WGS84_A / sqrt(1.0 - e2 * from_sin * from_sin);
    double to_normal = WGS84_A / sqrt(1.0 - e2 * to_sin * to_sin);
    double from_axis = from_normal * from_cos, to_axis = to_normal * to_cos;
    double outwards = to_axis - from_axis;
    double upwards = (1.0 - e2) * (to_normal * to_sin - from_normal * from_sin);
    double turn = sin(RADIANS(to.lon - from.lon) / 2.0);
    double chord_m =
        sqrt(outwards * outwards + upwards * upwards + 4.0 * from_axis * to_axis * turn * turn);
    *distance_m = chord_m;
    if (chord_m == 0.0 || chord_m > ARC_MAX_M) return chord_m == 0.0;

    double middle_sin = (from_sin + to_sin) / 2.0, flat = 1.0 - e2 * middle_sin * middle_sin;
    double prime_m = WGS84_A / sqrt(flat), meridian_m = prime_m * (1.0 - e2) / flat;
    double north = meridian_m * RADIANS(to.lat - from.lat) / chord_m;
    double share = fmin(north * north, 1.0);
    double curvature = share / meridian_m + (1.0 - share) / prime_m;
    *distance_m = 2.0 / curvature * asin(chord_m * curvature / 2.0);
    return true;
}

double geo_distance_m(struct point from, struct point to)
{
    double near_m;
    if (arc_m(from, to, &near_m)) return near_m;
    struct geod_geodesic geodesic = ellipsoid();
    double distance_m = 0;
    geod_inverse(&geodesic, from.lat, from.lon, to.lat, to.lon, &distance_m, NULL, NULL);
    return distance_m;
}

struct point geo_destination(struct point from, double azimuth_deg, double distance_m)
{
    struct geod_geodesic geodesic = ellipsoid();
    struct point to = from;
    geod_direct(&geodesic, from.lat, from.lon, azimuth_deg, distance_m, &to.lat, &to.lon, NULL);
    return to;
}

struct earth_point geo_to_earth(struct point point)
{
    const double f = 1.0 / WGS84_INVERSE_FLATTENING;
    const double e2 = f * (2.0 - f);
    double sin_lat = sin(RADIANS(point.lat));
    double cos_lat = cos(RADIANS(point.lat));
    double normal_cm = 100.0 * WGS84_A / sqrt(1.0 - e2 * sin_lat * sin_lat);
    return (struct earth_point){
        .x = (int32_t)lround(normal_cm * cos_lat * cos(RADIANS(point.lon))),
        .y = (int32_t)lround(normal_cm * cos_lat * sin(RADIANS(point.lon))),
        .z = (int32_t)lround(normal_cm * (1.0 - e2) * sin_lat),
    };
}

int32_t geo_to_grid(double degrees)
{
    return (int32_t)lround(degrees * GEO_GRID);
}

double geo_from_grid(int32_t units)
{
    return units / GEO_GRID;
}

struct geo_projection {
    PJ_CONTEXT *context;
    PJ *transformation; /* from the other system to WGS 84 lon, lat */
};

struct geo_projection *geo_projection_open(int epsg)
{
    struct geo_projection *projection = calloc(1, sizeof *projection);
    if (projection == NULL) return NULL;
    char source[32];
    snprintf(source, sizeof source, "EPSG:%d", epsg);
    projection->context = proj_context_create();
    PJ *raw = proj_create_crs_to_crs(projection->context, source, "EPSG:4326", NULL);
    if (raw != NULL) {
        /* easting, northing and lon, lat, whatever order the authority prefers */
        projection->transformation = proj_normalize_for_visualization(projection->context, raw);
        proj_destroy(raw);
    }
    if (projection->transformation == NULL) {
        geo_projection_close(projection);
        return NULL;
    }
    return projection;
}

bool geo_to_wgs84(struct geo_projection *projection, double x, double y, struct point *out)
{
    PJ_COORD to = proj_trans(projection->transformation, PJ_FWD, proj_coord(x, y, 0, HUGE_VAL));
    *out = (struct point){.lon = to.xy.x, .lat = to.xy.y};
    return geo_point_is_valid(*out);
}

void geo_many_to_wgs84(struct geo_projection *projection, struct point *points, size_t count)
{
    if (count == 0) return;
    proj_trans_generic(projection->transformation, PJ_FWD, &points->lon, sizeof *points, count,
                       &points->lat, sizeof *points, count, NULL, 0, 0, NULL, 0, 0);
}

bool geo_from_wgs84(struct geo_projection *projection, struct point point, double *x, double *y)
{
    PJ_COORD to = proj_trans(projection->transformation, PJ_INV,
                             proj_coord(point.lon, point.lat, 0, HUGE_VAL));
    *x = to.xy.x;
    *y = to.xy.y;
    return isfinite(*x) && isfinite(*y);
}

void geo_projection_close(struct geo_projection *projection)
{
    if (projection == NULL) return;
    proj_destroy(projection->transformation);
    proj_context_destroy(projection->context);
    free(projection);
}
