/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "feature.h"
#include "handlers.h"

void resource_handler(const struct context *context, const struct request *request,
                      struct response *response)
{
    atlas_id resource = atlas_find(context->atlas, request->identifier);
    if (resource == ATLAS_NONE) {
        respond_not_found(response, NULL, "Cette fiche n’existe pas, ou plus.");
        return;
    }
    feature_write(&response->body, context->atlas, resource, NULL,
                  (struct interval){context->now, context->now});
    respond_geojson(response);
}
