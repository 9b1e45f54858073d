/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "policy.h"

#include "geodata/buffer.h"

#include <stdbool.h>
#include <string.h>

/* Scheme and host of a tile template: what CSP calls an origin. A template whose host varies
 * ({s}.tile…) is allowed by its scheme. */
static void write_origin(struct buffer *out, const char *url)
{
    const char *host = strstr(url, "://");
    if (host == NULL) return;
    size_t length = strcspn(host + 3, "/?#");
    bool is_plain = strcspn(host + 3, "{;, \"'") >= length;
    buffer_char(out, ' ');
    buffer_append(out, url, (size_t)(host - url));
    buffer_char(out, ':');
    if (!is_plain) return;
    buffer_append(out, "//", 2);
    buffer_append(out, host + 3, length);
}

char *policy_of_pages(const struct config *config)
{
    struct buffer out = {0};
    buffer_text(&out, "default-src 'self'; img-src 'self' data:");
    write_origin(&out, config->raster_url);
    buffer_text(&out, "; style-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'");
    buffer_text(&out, "; frame-ancestors ");
    buffer_text(&out, config->frame_ancestors);
    if (out.failed) buffer_free(&out);
    return out.data;
}
