/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_DECISIONS_H
#define IMPORTER_DECISIONS_H

#include "files/pool.h"
#include "geodata/workspace.h"
#include "run/report.h"

#include <stddef.h>

/** Whom a human decided something about, corrections and exclusions, as the sources name them
 * before an import. A decision belongs to an identity: an import that gives the identity to
 * somebody else, or to nobody any more, must not pass in silence. */

struct decision {
    const char *identity;
    const char *name, *address; /* folded; the address NULL: not said */
    const char *shown;          /* the name as a source writes it */
    bool excludes;
};

/** A zeroed struct has none. */
struct decisions {
    struct decision *list;
    size_t count;
    struct pool pool;
};

/** Those about whom a source knows today. Free with decisions_free, on any status. */
enum status decisions_read(struct workspace *workspace, struct decisions *out);
void decisions_free(struct decisions *decisions);

/** The decision that would fall on somebody else: its identity is the resource's, whose name and
 *  address are both others; of a person, no word of the name is enough. NULL: none. */
const struct decision *decisions_find_other(const struct decisions *decisions,
                                            const struct resource *resource);

/** Tells of those whom no source knows any more. */
enum status decisions_tell_lost(const struct decisions *decisions, struct workspace *workspace,
                                const char *file, struct report *report);

#endif
