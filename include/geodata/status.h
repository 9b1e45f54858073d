/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_STATUS_H
#define GEODATA_STATUS_H

/** What became of a call that can fail. Each member is a different decision for the caller.
 *  The words for a human are logged by the line that failed (log.h); only the status climbs. */
enum status {
    STATUS_OK,
    STATUS_INVALID,   /* what was given is wrong: tell whoever gave it */
    STATUS_NOT_FOUND, /* what was asked for does not exist */
    STATUS_NO_MEMORY,
    STATUS_FAILED /* the store or the machine failed; nothing was changed */
};

#endif
