/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_RESPOND_H
#define SERVICE_RESPOND_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>

/** One answer, as plain data, and the one place that chooses HTTP status codes and the shape of
 *  errors (RFC 9457). `detail` is in French, for the person who asked; it may name what they wrote,
 *  since it goes back to them alone. */

enum caching {
    CACHING_NONE,      /* no-store */
    CACHING_REVALIDATE /* no-cache: kept, but asked for again with its ETag */
};

struct response {
    int code; /* 0: nothing was answered yet */
    const char *content_type;
    struct buffer body;
    const char *borrowed;      /* instead of body: bytes that outlive the request */
    const char *borrowed_gzip; /* the same, compressed; NULL: not at hand */
    size_t borrowed_length, borrowed_gzip_length;
    enum caching caching;
    char etag[80];           /* "" for none */
    struct buffer file_name; /* value of Content-Disposition; empty for none */
    const char *allow;       /* of a 405 or an OPTIONS; NULL elsewhere */
    bool is_page;            /* carries the content security policy */
    bool is_public;          /* may be read by pages of other sites (CORS) */
    bool hang_up;            /* close the connection afterwards */
};

/** 200 with what was written to response->body. */
void respond_json(struct response *response);
void respond_geojson(struct response *response);
/** 200 with what was written to response->body. `content_type` outlives the response. */
void respond_text(struct response *response, const char *content_type);
/** 200 with a CSV file. `charset` outlives the response: "text/csv; charset=utf-8". The name the
 *  file had, UTF-8 ("": unknown), becomes NAME.geocoded.csv. */
void respond_csv(struct response *response, const char *content_type, const char *file_name);
/** 200 with what was written to response->body, to be kept under an ASCII name. */
void respond_file(struct response *response, const char *content_type, const char *file_name);
/** 200 with bytes that outlive the request. */
void respond_borrowed(struct response *response, const char *content_type, const char *bytes,
                      size_t length);

void respond_unchanged(struct response *response);                  /* 304 */
void respond_options(struct response *response, const char *allow); /* 204 */

/** 400 naming the parameter. */
void respond_bad_parameter(struct response *response, const char *parameter, const char *format,
                           ...) __attribute__((format(printf, 3, 4)));
/** 400: not a request. */
void respond_bad_request(struct response *response, const char *detail);
/** 404; `parameter` may be NULL. */
void respond_not_found(struct response *response, const char *parameter, const char *detail);
/** The same, with members of its own: `members` is JSON, `"name":value` with commas between. */
void respond_not_found_with(struct response *response, const char *parameter, const char *detail,
                            const struct buffer *members);
void respond_not_allowed(struct response *response, const char *allow); /* 405 */
void respond_too_large(struct response *response, const char *parameter,
                       const char *detail);              /* 413 */
void respond_target_too_long(struct response *response); /* 414 */
/** 503 with what was written to response->body: not ready yet. */
void respond_starting(struct response *response);
/** 503, to be asked again soon. */
void respond_unavailable(struct response *response, const char *detail);

/** What a status of the core means for whoever asked: STATUS_INVALID 400, STATUS_NOT_FOUND 404, the
 *  rest 500. Never called with STATUS_OK. */
void respond_status(struct response *response, enum status status);

/** Seals the answer: a body that could not be written, or none at all, becomes a 500. */
void respond_finish(struct response *response);
void response_free(struct response *response);

#endif
