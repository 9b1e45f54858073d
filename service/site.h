/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_SITE_H
#define SERVICE_SITE_H

#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>

/** The pages: a folder's files, read into memory when the service starts, each with its gzip form
 *  and its tag. A path that was not in the folder then does not exist: no path ever reaches the
 *  disk while serving. */
struct site;

struct site_file {
    const char *path;         /* "/index.html" */
    const char *content_type; /* with its charset */
    const char *bytes;
    size_t length;
    const char *gzip; /* NULL when it would not be smaller */
    size_t gzip_length;
    char etag[24]; /* of the content, quoted */
    bool is_page;  /* an HTML page */
};

/** Reads `folder`. Names that begin with a dot are left out. STATUS_NOT_FOUND: no such folder;
 *  STATUS_FAILED: a file cannot be read (both logged). */
enum status site_open(const char *folder, struct site **out);
void site_close(struct site *site);

/** The file of a path; a folder's path, with its slash, is its index.html. NULL: none. */
const struct site_file *site_find(const struct site *site, const char *path);

#endif
