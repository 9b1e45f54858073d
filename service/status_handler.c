/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "handlers.h"
#include "json.h"
#include "territory.h"

#include "geodata/geocode.h"

static void write_counts(struct buffer *out, const struct atlas_facts *facts)
{
    json_name(out, "counts");
    json_open(out, '{');
    json_name_integer(out, "resources", (int64_t)facts->resources);
    json_name_integer(out, "professionals", (int64_t)facts->professionals);
    json_name_integer(out, "structures", (int64_t)facts->structures);
    json_name_integer(out, "points", (int64_t)facts->points);
    json_name_integer(out, "sessions", (int64_t)facts->sessions);
    json_name_integer(out, "zones", (int64_t)facts->zones);
    json_close(out, '}');
}

static void write_addresses(struct buffer *out, const struct geocoder *geocoder)
{
    json_name(out, "addresses");
    if (geocoder == NULL) {
        json_write_null(out);
        return;
    }
    struct geocoder_facts facts;
    geocoder_describe(geocoder, &facts);
    json_open(out, '{');
    json_name_integer(out, "streets", (int64_t)facts.streets);
    json_name_integer(out, "numbers", (int64_t)facts.numbers);
    json_name_said(out, "source", facts.source_name);
    json_name_said(out, "date", facts.source_date);
    json_close(out, '}');
}

static void write_sources(struct buffer *out, const struct atlas *atlas)
{
    size_t count = 0;
    const struct atlas_source *sources = atlas_sources(atlas, &count);
    json_name(out, "sources");
    json_open(out, '[');
    for (size_t i = 0; i < count; i++) {
        const struct atlas_source *source = &sources[i];
        json_open(out, '{');
        json_name_string(out, "key", source->key);
        json_name_string(out, "kind", source->kind);
        json_name_string(out, "name", source->name);
        json_name_said(out, "publisher", source->publisher);
        json_name_said(out, "licence", source->licence);
        json_name_said(out, "url", source->url);
        json_name_said(out, "date", source->as_of);
        json_name_said(out, "imported_at", source->imported_at);
        json_name_integer(out, "rows", (int64_t)source->rows);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void write_basemap(struct buffer *out, const struct config *config)
{
    json_name(out, "basemap");
    json_open(out, '{');
    json_name(out, "raster");
    if (config->raster_url[0] == '\0') {
        json_write_null(out);
    } else {
        json_open(out, '{');
        json_name_string(out, "url", config->raster_url);
        json_name_string(out, "attribution", config->raster_attribution);
        json_name(out, "enabled");
        json_write_bool(out, true);
        json_close(out, '}');
    }
    json_close(out, '}');
}

void status_handler(const struct context *context, const struct request *request,
                    struct response *response)
{
    (void)request;
    struct buffer *out = &response->body;
    const struct atlas_facts *facts = atlas_facts(context->atlas);
    json_open(out, '{');
    json_name_integer(out, "generation", facts->generation);
    json_name_string(out, "published_at", facts->published_at);
    json_name(out, "territory");
    territory_write(out, facts);
    write_counts(out, facts);
    write_addresses(out, context->geocoder);
    write_sources(out, context->atlas);
    write_basemap(out, context->config);
    json_name_string(out, "version", VOISOIN_VERSION);
    json_name(out, "languages");
    json_open(out, '[');
    json_write_string(out, "fr");
    json_write_string(out, "en");
    json_close(out, ']');
    json_close(out, '}');
    respond_json(response);
}
