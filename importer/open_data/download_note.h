/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_DOWNLOAD_NOTE_H
#define IMPORTER_DOWNLOAD_NOTE_H

#include "geodata/status.h"

#include <stdbool.h>

/** What a publisher said of a file, in a small text beside it: `NAME.note`. A zeroed struct says
 *  nothing. */
struct download_note {
    char url[2048];    /* under which it was asked for */
    char etag[256];    /* as sent, with its quotes; "" when none */
    char modified[64]; /* Last-Modified as sent; "" when none */
    unsigned long long bytes;
};

/** The note of file `path`; false when there is none that can be trusted: it is cut, or of another
 *  address. */
bool download_note_read(const char *path, const char *url, struct download_note *out);
/** Writes it aside and renames it. STATUS_FAILED: logged. */
enum status download_note_write(const char *path, const struct download_note *note);
void download_note_remove(const char *path);

/** What a request may name in If-Range: a strong ETag, else the date; "" when there is neither. */
const char *download_note_strong(const struct download_note *note);

#endif
