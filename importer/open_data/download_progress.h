/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_DOWNLOAD_PROGRESS_H
#define IMPORTER_DOWNLOAD_PROGRESS_H

#include "run/progress.h"

/** A line on a terminal while a file comes: how much of it, how fast, how long still; silence in a
 *  pipe. A zeroed struct with a name is ready. */
struct download_progress {
    const char *name; /* of the file */
    struct progress line;
};

/** `total` is 0 when the publisher does not say it; `before` bytes of `bytes` were here already. */
void download_progress_show(struct download_progress *progress, unsigned long long bytes,
                            unsigned long long before, unsigned long long total);
/** Wipes the line. */
void download_progress_end(struct download_progress *progress);

#endif
