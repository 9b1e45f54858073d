/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_REQUEST_H
#define SERVICE_REQUEST_H

#include "geodata/status.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/** One question, as plain data: no socket, no HTTP library. */

#define REQUEST_PARAMETERS_MAX 64
/* A long question is an address and some filters: 8 kB is far beyond. */
#define REQUEST_TARGET_MAX 8192

/** One `name=value` of the query, decoded. */
struct parameter {
    const char *name;
    const char *value;
};

struct request {
    const char *method;
    const char *target;     /* as received: path and query, still encoded */
    const char *path;       /* decoded, begins with / */
    const char *identifier; /* what {id} stands for in the route; NULL when it has none */
    struct parameter parameters[REQUEST_PARAMETERS_MAX];
    size_t parameter_count;
    const char *if_none_match; /* NULL: not sent */
    bool accepts_gzip;
    bool is_local;            /* from this machine itself, through no one else */
    const char *content_type; /* of the body; NULL: not sent */
    char *body;               /* NULL: none; followed by a NUL; a handler may write into it */
    size_t body_length;
    const atomic_bool *is_given_up; /* NULL: never; true: nobody waits for the answer any more */
    const char *fault;              /* after STATUS_INVALID: what is wrong, in French */
    const char *fault_parameter;    /* in the value of which parameter; NULL: elsewhere */
    char *text;                     /* holds the decoded texts */
};

/** Reads a request's first line. `method` and `target` are borrowed as long as the request lives;
 *  the rest is freed by request_free.
 *
 *  STATUS_INVALID   a broken %-escape, an unreadable byte (control, not UTF-8), a target that is
 *                   not a path, or more than REQUEST_PARAMETERS_MAX parameters
 *  STATUS_NO_MEMORY */
enum status request_read(const char *method, const char *target, struct request *out);
void request_free(struct request *request);

/** The first value of a parameter; NULL when it is absent. */
const char *request_value(const struct request *request, const char *name);

/** Does an Accept-Encoding header let the answer be gzip? NULL: no. */
bool request_header_takes_gzip(const char *accept_encoding);

#endif
