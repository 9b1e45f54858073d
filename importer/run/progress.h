/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_PROGRESS_H
#define IMPORTER_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/** A line that grows on a terminal while a long file is read; silence in a pipe. A zeroed struct
 *  is ready. */
struct progress {
    struct timespec begun, shown;
    bool started, on_terminal, was_shown;
};

/** True when the line should be written anew, five times a second at most; never in a pipe.
 *  `*spent_s`: seconds since the first call. */
bool progress_is_due(struct progress *progress, double *spent_s);
/** To be called once a row; looks at the clock every 1,024 of them. `part` is 0 .. 1. */
void progress_show(struct progress *progress, size_t rows, double part);
/** Wipes the line. */
void progress_end(struct progress *progress);

#endif
