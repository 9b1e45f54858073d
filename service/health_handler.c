/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "handlers.h"
#include "json.h"

#include "geodata/atlas.h"

/* What a supervisor asks every few seconds: is there something to serve? */
void health_handler(const struct context *context, const struct request *request,
                    struct response *response)
{
    (void)request;
    struct buffer *out = &response->body;
    respond_json(response);
    json_open(out, '{');
    json_name_string(out, "status", context->atlas == NULL ? "starting" : "ok");
    if (context->atlas == NULL) {
        respond_starting(response);
    } else {
        json_name_integer(out, "generation", atlas_facts(context->atlas)->generation);
    }
    json_close(out, '}');
}
