/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_ROUTES_H
#define SERVICE_ROUTES_H

#include "context.h"
#include "request.h"
#include "respond.h"

#include <stdbool.h>
#include <stddef.h>

/** Always leaves an answer. */
typedef void handler(const struct context *context, const struct request *request,
                     struct response *response);

struct route_parameter {
    const char *name;
    bool repeatable;
};

/** How long an answer stays true. */
enum validity {
    VALID_NOW,        /* never kept */
    VALID_MINUTE,     /* says what is open: an ETag of the minute */
    VALID_GENERATION, /* as long as the directory and the addresses do not change */
    VALID_FILE        /* the handler gives the ETag */
};

/** What must be loaded before the handler is called: else the answer is 503. */
enum need { NEEDS_NOTHING, NEEDS_ATLAS, NEEDS_ADDRESSES };

struct route {
    const char *method; /* GET, or POST: brings a form with a file */
    const char *path;   /* may end with {id} */
    handler *handle;
    const struct route_parameter *parameters; /* ends with a NULL name; NULL: any are let pass */
    enum validity validity;
    enum need need;
};

/** The table: contents page of the API, pages of the site last. */
const struct route *routes_all(size_t *count);

/** The route of a path, and where its {id} begins (NULL when it has none); NULL: no such path. */
const struct route *routes_find(const char *path, const char **identifier);

/** May a request with this first line bring a body? */
bool routes_take_body(const char *method, const char *target);

/** Answers a request: route, method, parameters' names, what must be loaded, ETag, then the
 *  handler. `route` (may be NULL) receives the route, for the access log. */
void routes_answer(const struct context *context, struct request *request,
                   struct response *response, const struct route **route);

#endif
