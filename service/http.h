/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_HTTP_H
#define SERVICE_HTTP_H

#include "lender.h"

#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>

/** The socket's side: bytes to struct request, struct response to bytes, one line of log per
 *  answer. The only file that knows the HTTP library. */
struct http_server;
struct metrics;

struct http_settings {
    struct lender *lender;
    struct metrics *metrics; /* counts answers and connections */
    int socket;              /* listening; the server closes it */
    unsigned threads;        /* 0: as many as cores */
    bool access_log;         /* method, route, code, microseconds: never a question */
    size_t upload_bytes;     /* the longest body that is taken; 0: none is */
    const char *page_policy; /* Content-Security-Policy of pages; borrowed */
};

/** Serves until http_stop. STATUS_FAILED: the words are logged. */
enum status http_start(const struct http_settings *settings, struct http_server **out);

/** Takes no new connection, lets requests under way end (for at most 10 seconds; long work is then
 *  given up and answers 503), then stops. */
void http_stop(struct http_server *server);

#endif
