/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geojson.h"

#include "json.h"

#include <math.h>

#define CIRCLE_SIDES 96

void geojson_polygons_open(struct buffer *out)
{
    json_open(out, '{');
    json_name_string(out, "type", "MultiPolygon");
    json_name(out, "coordinates");
    json_open(out, '[');
}

/* Each outer ring begins a polygon; its holes follow it. */
void geojson_ring(struct buffer *out, struct ring ring)
{
    bool is_first = out->length > 0 && out->data[out->length - 1] == '[';
    if (ring.outer && !is_first) json_close(out, ']');
    if (ring.outer || is_first) json_open(out, '[');
    json_open(out, '[');
    for (size_t i = 0; i < ring.count; i++) {
        json_write_point(out, (struct point){geo_from_grid(ring.vertices[i][0]),
                                             geo_from_grid(ring.vertices[i][1])});
    }
    json_close(out, ']');
}

void geojson_polygons_close(struct buffer *out)
{
    bool is_empty = out->length > 0 && out->data[out->length - 1] == '[';
    if (!is_empty) json_close(out, ']');
    json_close(out, ']');
    json_close(out, '}');
}

/* A ring cut by a meridian gains two corners. */
#define CORNERS_MAX (CIRCLE_SIDES + 2)

/* The part of a convex ring on one side of a meridian; how many corners it has. */
static size_t cut(const struct point *ring, size_t count, double meridian, bool east,
                  struct point out[CORNERS_MAX])
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct point a = ring[i], b = ring[(i + 1) % count];
        bool a_inside = east ? a.lon >= meridian : a.lon <= meridian;
        bool b_inside = east ? b.lon >= meridian : b.lon <= meridian;
        if (a_inside) out[kept++] = a;
        if (a_inside == b_inside || a.lon == meridian || b.lon == meridian) continue;
        double part = (meridian - a.lon) / (b.lon - a.lon);
        out[kept++] = (struct point){meridian, a.lat + part * (b.lat - a.lat)};
    }
    return kept;
}

/* Closed, `turn_deg` further east. */
static void write_corners(struct buffer *out, const struct point *corners, size_t count,
                          double turn_deg)
{
    json_open(out, '[');
    json_open(out, '[');
    for (size_t i = 0; i <= count; i++) {
        struct point corner = corners[i % count];
        json_write_point(out, (struct point){corner.lon + turn_deg, corner.lat});
    }
    json_close(out, ']');
    json_close(out, ']');
}

/* A circle around the pole has no other side: its ring, however far it goes, is one. */
static double antimeridian_within(const struct point corners[CIRCLE_SIDES])
{
    double west = corners[0].lon, east = corners[0].lon;
    for (size_t i = 1; i < CIRCLE_SIDES; i++) {
        west = fmin(west, corners[i].lon);
        east = fmax(east, corners[i].lon);
    }
    if (east - west >= 180) return 0;
    return east > 180 ? 180 : west < -180 ? -180 : 0;
}

void geojson_circle(struct buffer *out, struct point center, double radius_m)
{
    struct point corners[CIRCLE_SIDES], side[CORNERS_MAX];
    for (int i = 0; i < CIRCLE_SIDES; i++) { /* counterclockwise */
        corners[i] = geo_destination(center, -360.0 * i / CIRCLE_SIDES, radius_m);
        corners[i].lon = center.lon + remainder(corners[i].lon - center.lon, 360);
    }
    double meridian = antimeridian_within(corners);
    json_open(out, '{');
    json_name_string(out, "type", meridian == 0 ? "Polygon" : "MultiPolygon");
    json_name(out, "coordinates");
    if (meridian == 0) write_corners(out, corners, CIRCLE_SIDES, 0);
    if (meridian != 0) {
        json_open(out, '[');
        size_t count = cut(corners, CIRCLE_SIDES, meridian, false, side);
        write_corners(out, side, count, meridian > 0 ? 0 : 360);
        count = cut(corners, CIRCLE_SIDES, meridian, true, side);
        write_corners(out, side, count, meridian > 0 ? -360 : 0);
        json_close(out, ']');
    }
    json_close(out, '}');
}
