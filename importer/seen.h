/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_SEEN_H
#define IMPORTER_SEEN_H

#include "geodata/status.h"
#include "pool.h"

#include <stdbool.h>
#include <stddef.h>

/** Which identities a run has met, and on which line. A zeroed struct has met none. */
struct seen {
    void *root;
    struct pool pool;
    const char *sheet;        /* being read, borrowed; NULL: the file is no workbook */
    const char *before_sheet; /* where the last identity that was met before was met first */
};

/** `*before` becomes the line where `identity` was met first; 0: it was not, and now it is. */
enum status seen_add(struct seen *seen, const char *identity, size_t line, size_t *before);
/** Whether the last identity met before was met in another sheet than the one being read. */
bool seen_elsewhere(const struct seen *seen);
void seen_free(struct seen *seen);

#endif
