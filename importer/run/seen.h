/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_SEEN_H
#define IMPORTER_SEEN_H

#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Which identities a run has met, and on which line. A zeroed struct has met none. Of an identity
 *  96 bits of a keyed hash are kept, not its text: 24 to 28 bytes for each. Of files of two million
 * rows, one in 10^16 would have two that are taken for one. */
struct seen {
    const char *sheet;        /* being read, borrowed; NULL: the file is no workbook */
    const char *before_sheet; /* where the last identity that was met before was met first */
    struct meeting *meetings; /* in the order in which they came */
    size_t count, capacity;
    struct seen_slot *slots; /* of the meetings: open addressing, a power of two */
    size_t slot_count;
    struct seen_sheet *sheets; /* where each sheet begins */
    size_t sheet_count;
    unsigned char key[16];
};

/** `*before` becomes the line where `identity` was met first; 0: it was not, and now it is. */
enum status seen_add(struct seen *seen, const char *identity, size_t line, size_t *before);
/** Whether the last identity met before was met in another sheet than the one being read. */
bool seen_elsewhere(const struct seen *seen);
void seen_free(struct seen *seen);

#endif
