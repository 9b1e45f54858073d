/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "territory.h"

#include "geojson.h"
#include "handlers.h"
#include "json.h"

#include "geodata/atlas.h"

void territory_write(struct buffer *out, const struct atlas_facts *facts)
{
    json_open(out, '{');
    json_name_said(out, "name", facts->territory_name);
    json_name_string(out, "timezone", facts->timezone_name);
    json_name(out, "box");
    json_open(out, '[');
    json_write_number(out, facts->box.west, 6);
    json_write_number(out, facts->box.south, 6);
    json_write_number(out, facts->box.east, 6);
    json_write_number(out, facts->box.north, 6);
    json_close(out, ']');
    json_close(out, '}');
}

static void write_area(struct buffer *out, const struct atlas *atlas, const struct atlas_area *area)
{
    json_open(out, '{');
    json_name_string(out, "type", "Feature");
    json_name(out, "geometry");
    geojson_polygons_open(out);
    for (size_t i = 0; i < area->ring_count; i++)
        geojson_ring(out, atlas_area_ring(atlas, area, i));
    geojson_polygons_close(out);
    json_name(out, "properties");
    json_open(out, '{');
    json_name_string(out, "kind", area->kind);
    json_name_said(out, "code", area->code);
    json_name_string(out, "name", area->name);
    json_close(out, '}');
    json_close(out, '}');
}

void territory_handler(const struct context *context, const struct request *request,
                       struct response *response)
{
    (void)request;
    struct buffer *out = &response->body;
    size_t count = 0;
    const struct atlas_area *areas = atlas_areas(context->atlas, &count);
    json_open(out, '{');
    json_name_string(out, "type", "FeatureCollection");
    json_name(out, "territory");
    territory_write(out, atlas_facts(context->atlas));
    json_name(out, "features");
    json_open(out, '[');
    for (size_t i = 0; i < count; i++) write_area(out, context->atlas, &areas[i]);
    json_close(out, ']');
    json_close(out, '}');
    respond_geojson(response);
}
