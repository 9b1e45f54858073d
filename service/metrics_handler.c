/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "handlers.h"
#include "metrics.h"

#include "geodata/atlas.h"
#include "geodata/geocode.h"

#include <inttypes.h>

static void write_gauge(struct buffer *out, const char *name, const char *help, uint64_t value)
{
    metrics_write_head(out, name, "gauge", help);
    buffer_format(out, "%s %" PRIu64 "\n", name, value);
}

static void write_directory(struct buffer *out, const struct atlas *atlas, instant now)
{
    instant published = now;
    const struct atlas_facts *facts = atlas_facts(atlas);
    write_gauge(out, "voisoin_directory_generation", "Number of the directory in service.",
                facts->generation);
    if (instant_parse(atlas_timezone(atlas), facts->published_at, &published) == STATUS_OK)
        write_gauge(out, "voisoin_directory_age_seconds", "Since it was published.",
                    now > published ? (uint64_t)(now - published) : 0);
    metrics_write_head(out, "voisoin_directory_resources", "gauge", "Resources by kind.");
    buffer_format(out, "voisoin_directory_resources{kind=\"professional\"} %zu\n",
                  facts->professionals);
    buffer_format(out, "voisoin_directory_resources{kind=\"structure\"} %zu\n", facts->structures);
    buffer_format(out, "voisoin_directory_resources{kind=\"point\"} %zu\n", facts->points);
    write_gauge(out, "voisoin_directory_zones", "Home-visit zones.", facts->zones);
    write_gauge(out, "voisoin_directory_sessions", "Sessions.", facts->sessions);
}

static void write_addresses(struct buffer *out, const struct context *context)
{
    struct geocoder_facts facts;
    geocoder_describe(context->geocoder, &facts);
    write_gauge(out, "voisoin_addresses_generation", "Number of the address book in service.",
                context->addresses);
    write_gauge(out, "voisoin_addresses_streets", "Streets of the address book.", facts.streets);
    write_gauge(out, "voisoin_addresses_numbers", "House numbers of the address book.",
                facts.numbers);
}

/* For who looks after the machine, on the machine: to others there is no such page. */
void metrics_handler(const struct context *context, const struct request *request,
                     struct response *response)
{
    struct buffer *out = &response->body;
    response->is_public = false;
    if (!request->is_local || context->metrics == NULL) {
        respond_not_found(response, NULL, "Cette page n’existe pas.");
        return;
    }
    metrics_write_head(out, "voisoin_build_info", "gauge", "The program's version.");
    buffer_format(out, "voisoin_build_info{version=\"%s\"} 1\n", VOISOIN_VERSION);
    if (context->atlas != NULL) write_directory(out, context->atlas, context->now);
    if (context->geocoder != NULL) write_addresses(out, context);
    metrics_write(context->metrics, out);
    respond_text(response, "text/plain; version=0.0.4; charset=utf-8");
}
