/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geojson.h"

#include "json.h"

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

void geojson_circle(struct buffer *out, struct point center, double radius_m)
{
    json_open(out, '{');
    json_name_string(out, "type", "Polygon");
    json_name(out, "coordinates");
    json_open(out, '[');
    json_open(out, '[');
    for (int i = 0; i < CIRCLE_SIDES; i++)
        json_write_point(out, geo_destination(center, -360.0 * i / CIRCLE_SIDES, radius_m));
    json_write_point(out, geo_destination(center, 0, radius_m)); /* closed; counterclockwise */
    json_close(out, ']');
    json_close(out, ']');
    json_close(out, '}');
}
