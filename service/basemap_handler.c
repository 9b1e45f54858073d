/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "handlers.h"
#include "json.h"
#include "params.h"

#include "geodata/basemap.h"

#include <math.h>

/* A pixel of a web map at zoom 0 on the equator; each zoom halves it. */
#define PIXEL_AT_ZOOM_0_M 156543.034
#define ZOOM_MAX 22
/* Streets from which a map is full: more would hide each other. */
#define LINES_FAR 300
#define LINES_NEAR 3000
#define ZOOM_NEAR 13

static void write_line(struct buffer *out, const struct basemap_line *line)
{
    json_open(out, '{');
    json_name_string(out, "type", "Feature");
    json_name(out, "geometry");
    json_open(out, '{');
    json_name_string(out, "type", "LineString");
    json_name(out, "coordinates");
    json_open(out, '[');
    for (size_t i = 0; i < line->point_count; i++) json_write_point(out, line->points[i]);
    json_close(out, ']');
    json_close(out, '}');
    json_name(out, "properties");
    json_open(out, '{');
    json_name_string(out, "name", line->name);
    json_name(out, "importance");
    json_write_number(out, line->importance, 3);
    json_close(out, '}');
    json_close(out, '}');
}

void basemap_handler(const struct context *context, const struct request *request,
                     struct response *response)
{
    struct box box;
    long zoom = 15;
    if (!param_box(request, response, "bbox", false, &box)) return;
    if (!param_integer(request, response, "zoom", 0, ZOOM_MAX, &zoom)) return;

    struct basemap basemap = {0};
    double pixel_m =
        PIXEL_AT_ZOOM_0_M * cos((box.south + box.north) / 2 * M_PI / 180) / (double)(1L << zoom);
    enum status status = basemap_streets(context->geocoder, box, pixel_m,
                                         zoom < ZOOM_NEAR ? LINES_FAR : LINES_NEAR, &basemap);
    if (status != STATUS_OK) {
        respond_status(response, status);
        return;
    }
    struct buffer *out = &response->body;
    json_open(out, '{');
    json_name_string(out, "type", "FeatureCollection");
    json_name(out, "features");
    json_open(out, '[');
    for (size_t i = 0; i < basemap.count; i++) write_line(out, &basemap.lines[i]);
    json_close(out, ']');
    json_close(out, '}');
    basemap_free(&basemap);
    respond_geojson(response);
}
