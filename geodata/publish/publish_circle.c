/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "publish/publish_circle.h"

#include "geometry/geometry_blob.h"

#include <math.h>
#include <stdint.h>

/* A geodesic costs a third of a microsecond, a circle 33 of them. Between two parallels this near
 * to each other the shape of a circle changes so evenly that what lies between is drawn from both,
 * less than two millimetres beside the geodesic up to these limits; beyond, each corner is
 * computed.
 */
#define PARALLELS_PER_DEGREE 100
#define EVEN_RADIUS_MAX_M 20000.0
#define EVEN_LATITUDE_MAX 70.0
#define EVEN_LONGITUDE_MAX 179.0 /* no corner comes to the other side of the date line */

#define HALF (CIRCLE_CORNERS / 2)

static void draw_half(struct point center, double radius_m, struct point corners[HALF + 1])
{
    for (int i = 0; i <= HALF; i++)
        corners[i] = geo_destination(center, -360.0 * i / CIRCLE_CORNERS, radius_m);
}

static const struct circle_shape *shape_at(struct circle_pen *pen, int parallel, double radius_m)
{
    size_t slot = ((size_t)(unsigned)parallel * 31 + (size_t)radius_m) % CIRCLE_SHAPES;
    struct circle_shape *shape = &pen->shapes[slot];
    if (shape->parallel == parallel && shape->radius_m == radius_m) return shape;
    struct point center = {0, (double)parallel / PARALLELS_PER_DEGREE};
    shape->parallel = parallel;
    shape->radius_m = radius_m;
    draw_half(center, radius_m, shape->corners);
    for (int i = 0; i <= HALF; i++) shape->corners[i].lat -= center.lat;
    return shape;
}

static void draw_between(struct circle_pen *pen, struct point center, double radius_m,
                         struct point corners[HALF + 1])
{
    double at = center.lat * PARALLELS_PER_DEGREE, south = floor(at), part = at - south;
    struct circle_shape below = *shape_at(pen, (int)south, radius_m);
    const struct circle_shape *above = shape_at(pen, (int)south + 1, radius_m);
    for (int i = 0; i <= HALF; i++) {
        struct point a = below.corners[i], b = above->corners[i];
        corners[i] = (struct point){center.lon + a.lon + part * (b.lon - a.lon),
                                    center.lat + a.lat + part * (b.lat - a.lat)};
    }
}

static double on_grid(double degrees)
{
    return geo_from_grid(geo_to_grid(degrees));
}

void publish_draw_circle(struct circle_pen *pen, struct point center, double radius_m,
                         struct buffer *out)
{
    struct point west[HALF + 1], ring[CIRCLE_CORNERS + 1];
    bool even = radius_m <= EVEN_RADIUS_MAX_M && fabs(center.lat) <= EVEN_LATITUDE_MAX &&
                fabs(center.lon) <= EVEN_LONGITUDE_MAX;
    if (even) draw_between(pen, center, radius_m, west);
    if (!even) draw_half(center, radius_m, west);
    for (int i = 0; i <= HALF; i++) {
        ring[i] = (struct point){on_grid(west[i].lon), on_grid(west[i].lat)};
        ring[CIRCLE_CORNERS - i] =
            (struct point){on_grid(2 * center.lon - ring[i].lon), ring[i].lat};
    }
    ring[CIRCLE_CORNERS] = ring[0]; /* closed, counter-clockwise from the north */
    blob_write_polygon(ring, CIRCLE_CORNERS + 1, out);
}
