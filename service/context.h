/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_CONTEXT_H
#define SERVICE_CONTEXT_H

#include "geodata/schedule.h"

#include <stdint.h>

struct atlas;
struct config;
struct geocoder;
struct metrics;
struct site;

/** What a handler may read, lent for the length of one request: it knows nothing of threads, of
 *  generations being replaced, or of who asks. */
struct context {
    const struct atlas *atlas;       /* NULL: nothing was published yet */
    const struct geocoder *geocoder; /* NULL: no address book was loaded */
    uint32_t addresses;              /* number of the address book, 0 without one */
    const struct config *config;
    const struct site *site;       /* NULL: no pages */
    const struct metrics *metrics; /* NULL: nothing is counted */
    instant now;
};

#endif
