/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_PUBLISH_H
#define GEODATA_PUBLISH_H

#include "geodata/generation.h"
#include "geodata/status.h"
#include "geodata/trust.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The writing door of generations. The service never includes it.
 *  Publishing builds the next file aside (`.directory-13.sqlite.part`), checks it (integrity,
 * foreign keys, spatial index, counts against the workspace), syncs file and folder, renames it to
 * its number, then renames a new pointer over `current`. A crash at any byte leaves what was served
 * before. */

struct publish_summary {
    uint32_t number;
    size_t resources, places, zones, sessions, skills, areas;
    size_t excluded;           /* resources left out by an exclusion */
    size_t unplaced;           /* published without a point */
    size_t zones_unplaced;     /* statements left out: their area or centre is not known (logged),
                                  or an exclusion of the same resource is among those */
    size_t sessions_unmatched; /* left out: their resource is not known, or not the only one of that
                                  name (logged) */
    size_t likely;             /* pairs of records that may be one resource: not joined */
};

/** Zero: the default of each. */
struct publish_options {
    size_t keep;               /* old generations that stay; 0: 10 */
    const struct trust *trust; /* whom to believe; NULL: trust_default */
};

/** Publishes the workspace of folder `data`. `keep` old generations stay (0: 10). When nothing
 * changed since the current generation a new one is published all the same: the order was given.
 *  Records of several sources that are one resource become one, field by field
 *  (docs/decisions/003-reconciling.md). The caller holds publish_lock.
 *  STATUS_NOT_FOUND: there is no workspace; STATUS_INVALID: the workspace holds no
 *  resource. */
enum status publish_directory(const char *data, size_t keep, struct publish_summary *out);
enum status publish_directory_with(const char *data, const struct publish_options *options,
                                   struct publish_summary *out);

/** Looks at the finished file of a rehearsal, which is removed afterwards. */
typedef enum status publish_look(void *context, const char *path);

/** Publishes nothing: builds and checks the next generation as publish_directory does, lets `look`
 * see it, and removes it. Statuses as publish_directory, or what `look` returns. The caller holds
 * publish_lock. */
enum status publish_rehearse(const char *data, const struct publish_options *options,
                             publish_look *look, void *context, struct publish_summary *out);

/** Moves the pointer of a series to `number`, or to the one before the current when `number` is 0.
 * STATUS_NOT_FOUND: no such generation is kept. */
enum status publish_rollback(const char *data, enum series series, uint32_t number, uint32_t *out);

/** Opens a generation and checks it as publishing did. Each finding is appended to `findings`, a
 * line each, in French. STATUS_INVALID when there are any. */
enum status publish_check(const char *data, enum series series, uint32_t number,
                          struct buffer *findings);

/** For other writers (addresses): makes finished file `part` (in the folder of the series, its name
 *  starting with a dot) the next generation of the series and
 *  moves the pointer to it, durably; removes generations older than the `keep` latest (0: 10). */
enum status publish_file(const char *data, enum series series, const char *part, size_t keep,
                         uint32_t *number);

/** Creates DATA and its folders where missing, and takes the one lock a writer holds (flock on
 *  DATA/.lock), so that two imports never mix. `*lock` is released by publish_unlock. STATUS_FAILED
 * with the words logged when another program holds it for more than 10 seconds or the folder cannot
 * be written. */
enum status publish_lock(const char *data, int *lock);
void publish_unlock(int lock);

#endif
