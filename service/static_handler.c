/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "handlers.h"
#include "site.h"

#include <stdio.h>

void static_handler(const struct context *context, const struct request *request,
                    struct response *response)
{
    const struct site_file *file =
        context->site == NULL ? NULL : site_find(context->site, request->path);
    if (file == NULL) {
        respond_not_found(response, NULL, "Cette page n’existe pas.");
        return;
    }
    respond_borrowed(response, file->content_type, file->bytes, file->length);
    response->borrowed_gzip = file->gzip;
    response->borrowed_gzip_length = file->gzip_length;
    response->is_page = file->is_page;
    snprintf(response->etag, sizeof response->etag, "W/%s", file->etag);
}
