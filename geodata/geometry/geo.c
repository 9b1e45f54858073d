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
#define ARC_MAX_RADIANS 0.0175 /* of latitude: more than that way along any meridian */

/* The sine of a small angle by its series, right to the last bit up to ARC_MAX_RADIANS. */
static double small_sin(double angle)
{
    double square = angle * angle;
    return angle * (1.0 - square / 6.0 * (1.0 - square / 20.0 * (1.0 - square / 42.0)));
}

static double small_cos(double angle)
{
    double square = angle * angle;
    return 1.0 - square / 2.0 * (1.0 - square / 12.0 * (1.0 - square / 30.0));
}

static double small_asin(double sine)
{
    double square = sine * sine;
    return sine * (1.0 + square * (1.0 / 6.0 + square * (3.0 / 40.0 + square * (15.0 / 336.0))));
}

struct geo_origin geo_origin(struct point point)
{
    const double f = 1.0 / WGS84_INVERSE_FLATTENING, e2 = f * (2.0 - f);
    double sin_lat = sin(RADIANS(point.lat)), cos_lat = cos(RADIANS(point.lat));
    double normal_m = WGS84_A / sqrt(1.0 - e2 * sin_lat * sin_lat);
    return (struct geo_origin){.point = point,
                               .sin_lat = sin_lat,
                               .cos_lat = cos_lat,
                               .earth = geo_to_earth(point),
                               .axis_m = normal_m * cos_lat,
                               .height_m = (1.0 - e2) * normal_m * sin_lat};
}

/* The way as the arc that belongs to the straight line through the Earth, on the circle that
 * touches the ellipsoid in the middle and in that direction (Euler): a fiftieth of the work.
 * Against PROJ's geodesic it is out by a millionth of a metre at 100 km, by a millionth of a
 * millimetre at 10 km. */
static bool arc_m(const struct geo_origin *from, struct point to, double *distance_m)
{
    const double f = 1.0 / WGS84_INVERSE_FLATTENING, e2 = f * (2.0 - f);
    double rise = RADIANS(to.lat - from->point.lat);
    if (fabs(rise) > ARC_MAX_RADIANS) return false;
    double rise_sin = small_sin(rise), rise_cos = small_cos(rise);
    double to_sin = from->sin_lat * rise_cos + from->cos_lat * rise_sin;
    double to_cos = from->cos_lat * rise_cos - from->sin_lat * rise_sin;
    double to_normal = WGS84_A / sqrt(1.0 - e2 * to_sin * to_sin), to_axis = to_normal * to_cos;
    double outwards = to_axis - from->axis_m;
    double upwards = (1.0 - e2) * to_normal * to_sin - from->height_m;
    double half_turn = RADIANS(to.lon - from->point.lon) / 2.0;
    double turn = fabs(half_turn) < ARC_MAX_RADIANS ? small_sin(half_turn) : sin(half_turn);
    double chord_m =
        sqrt(outwards * outwards + upwards * upwards + 4.0 * from->axis_m * to_axis * turn * turn);
    *distance_m = chord_m;
    if (chord_m == 0.0 || chord_m > ARC_MAX_M) return chord_m == 0.0;

    double middle_sin = (from->sin_lat + to_sin) / 2.0, flat = 1.0 - e2 * middle_sin * middle_sin;
    double prime_m = WGS84_A / sqrt(flat), meridian_m = prime_m * (1.0 - e2) / flat;
    double north = meridian_m * rise / chord_m;
    double share = fmin(north * north, 1.0);
    double curvature = share / meridian_m + (1.0 - share) / prime_m;
    *distance_m = 2.0 / curvature * small_asin(chord_m * curvature / 2.0);
    return true;
}

double geo_distance_from(const struct geo_origin *from, struct point to)
{
    double near_m;
    if (arc_m(from, to, &near_m)) return near_m;
    struct geod_geodesic geodesic = ellipsoid();
    double distance_m = 0;
    geod_inverse(&geodesic, from->point.lat, from->point.lon, to.lat, to.lon, &distance_m, NULL,
                 NULL);
    return distance_m;
}

double geo_distance_within(const struct geo_origin *from, struct point to, double limit_m)
{
    double near_m;
    if (arc_m(from, to, &near_m)) return near_m;
    struct earth_point at = geo_to_earth(to);
    double x = at.x - from->earth.x, y = at.y - from->earth.y, z = at.z - from->earth.z;
    double chord_m = sqrt(x * x + y * y + z * z) / 100.0 - GEO_CHORD_SLACK_M;
    return chord_m > limit_m ? chord_m : geo_distance_from(from, to);
}

double geo_distance_m(struct point from, struct point to)
{
    struct geo_origin origin = geo_origin(from);
    return geo_distance_from(&origin, to);
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

/* The plane through both places that holds the normal in one of them cuts the ellipsoid along a way
 * no shorter than the geodesic. Its curvature is nowhere more than 1 / 6300 km (the greatest of the
 * ellipsoid is 1 / 6335 km; up to 1000 km the plane leans from the normals by less than 0.002), so
 * it is no longer than the arc of that radius over the same line (Schwarz): 2 R asin(c / 2 R), less
 * than c + 1.005 c^3 / 24 R^2. Beyond, no way is longer than from pole to pole, 1.574 times its
 * line. */
double geo_way_most_m(double chord_m)
{
    if (chord_m > 1000000.0) return 1.6 * chord_m;
    return chord_m * (1.0 + chord_m * chord_m * 1.06e-15);
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
