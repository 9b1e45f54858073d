/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_SEEN_H
#define IMPORTER_SEEN_H

#include "geodata/status.h"
#include "pool.h"

#include <stddef.h>

/** Which identities a run has met, and on which line. A zeroed struct has met none. */
struct seen {
    void *root;
    struct pool pool;
};

/** `*before` becomes the line where `identity` was met first; 0: it was not, and now it is. */
enum status seen_add(struct seen *seen, const char *identity, size_t line, size_t *before);
void seen_free(struct seen *seen);

#endif
