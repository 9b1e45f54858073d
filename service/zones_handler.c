/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geojson.h"
#include "handlers.h"
#include "json.h"
#include "params.h"

#include "geodata/atlas.h"

#include <string.h>

static void write_geometry(struct buffer *out, const struct atlas *atlas, struct point place,
                           const struct atlas_zone *zone)
{
    json_name(out, "geometry");
    if (zone->shape == ZONE_CIRCLE) {
        geojson_circle(out, place, zone->radius_m);
        return;
    }
    geojson_polygons_open(out);
    for (size_t i = 0; i < zone->ring_count; i++)
        geojson_ring(out, atlas_zone_ring(atlas, zone, i));
    geojson_polygons_close(out);
}

/* `place`: of its resource, the middle of a circle. */
static void write_zone(struct buffer *out, const struct atlas *atlas, struct point place,
                       const struct atlas_zone *zone)
{
    bool is_circle = zone->shape == ZONE_CIRCLE;
    const char *skill =
        zone->skill == SKILL_NONE ? NULL : skills_get(atlas_skills(atlas), zone->skill)->code;
    json_open(out, '{');
    json_name_string(out, "type", "Feature");
    write_geometry(out, atlas, place, zone);
    json_name(out, "properties");
    json_open(out, '{');
    json_name_string(out, "effect", zone->effect == ZONE_INCLUDE ? "include" : "exclude");
    json_name_said(out, "label", zone->label);
    json_name_string(out, "skill", skill);
    json_name(out, "radius_m");
    if (is_circle) json_write_number(out, zone->radius_m, 0);
    if (!is_circle) json_write_null(out);
    json_name(out, "center");
    if (is_circle) json_write_point(out, place);
    if (!is_circle) json_write_null(out);
    json_close(out, '}');
    json_close(out, '}');
}

void zones_handler(const struct context *context, const struct request *request,
                   struct response *response)
{
    const char *id = NULL;
    if (!param_text(request, response, "resource", 64, &id)) return;
    if (id == NULL) {
        param_missing(response, "resource");
        return;
    }
    atlas_id resource = atlas_find(context->atlas, id);
    if (resource == ATLAS_NONE) {
        respond_not_found(response, "resource", "Cette fiche n’existe pas, ou plus.");
        return;
    }
    struct buffer *out = &response->body;
    size_t count = 0;
    struct point place = {0};
    atlas_point(context->atlas, resource, &place);
    const struct atlas_zone *zones = atlas_zones(context->atlas, resource, &count);
    json_open(out, '{');
    json_name_string(out, "type", "FeatureCollection");
    json_name(out, "features");
    json_open(out, '[');
    for (size_t i = 0; i < count; i++) write_zone(out, context->atlas, place, &zones[i]);
    json_close(out, ']');
    json_close(out, '}');
    respond_geojson(response);
}
