/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_DOWNLOAD_TRANSFER_H
#define IMPORTER_DOWNLOAD_TRANSFER_H

#include "open_data/download.h"
#include "open_data/download_note.h"

#include <time.h>

/** One request and what it brought: the only file that knows libcurl. download.h tells what it may
 *  do and what it never does. */

enum transfer_result {
    TRANSFER_WHOLE,     /* all of it is in the part */
    TRANSFER_UNCHANGED, /* the file that `known` names is still the last: nothing came */
    TRANSFER_CUT,       /* some of it is in the part: may be continued */
    TRANSFER_BUSY,      /* no answer, or "later": may be asked again */
    TRANSFER_ASTRAY,    /* the part does not go with this answer: begin afresh */
    TRANSFER_REFUSED,   /* asking again will not help */
    TRANSFER_DISK,      /* the part cannot be written */
    TRANSFER_NO_MEMORY
};

struct transfer_query {
    const char *url;
    const char *part; /* the body goes there, what names it into its note */
    const char *name; /* of the file, for the progress line */
    /* With `from`: continue the part after so many bytes, if it is still the one of `known`.
     * Without: send the body unless it is still the one of `known`, if that names any. */
    unsigned long long from;
    const struct download_note *known;
    const struct download_limits *limits;
};

/** `got` is what the publisher says of the body, also when it was cut; `received` counts the bytes
 *  that were written. `why`: in French, for every result but the first two. */
enum transfer_result transfer_run(const struct transfer_query *query, struct download_note *got,
                                  unsigned long long *received, struct buffer *why);

/** The moment that a Last-Modified names; false when it names none. */
bool transfer_read_date(const char *text, time_t *out);

#endif
