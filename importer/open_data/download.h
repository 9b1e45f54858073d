/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_DOWNLOAD_H
#define IMPORTER_DOWNLOAD_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stdbool.h>

/** Files of the web, kept in a folder: asked for once, then only asked whether they changed.
 *
 *  A file comes over https or http (never from https to http, nor to anything else), and is written
 *  aside: under its name there is the last whole one or none. What a cut connection left is
 *  continued, in this run or the next, unless the publisher's file changed in between. It is looked
 *  at before it takes its name: whole, unpacked without an error when it is packed, of the kind
 *  that was expected. The proxy is that of the usual environment variables. Nothing is sent but the
 *  address, the program's name and version, and what names the file that is already here. */

enum download_content {
    DOWNLOAD_TABLE, /* lines of text, plain, gzipped or in a ZIP archive */
    DOWNLOAD_JSON   /* or GeoJSON, plain or gzipped */
};

/** How patient and how trusting; all of them are settings of [open-data]. */
struct download_limits {
    unsigned long tries;      /* 1 or more */
    unsigned long pause_s;    /* after the first failure; then twice as long each time */
    unsigned long patience_s; /* without an answer, or with one that is slower than: */
    unsigned long slowest;    /* bytes a second */
    unsigned long long bytes_max;
};

struct download_query {
    const char *url;
    const char *folder; /* exists */
    const char *name;   /* of the file in it */
    enum download_content content;
    bool offline; /* take the file that is here, ask nobody */
    const struct download_limits *limits;
};

enum download_origin {
    DOWNLOAD_NEW,
    DOWNLOAD_UNCHANGED, /* the publisher says that the file that is here is still the last */
    DOWNLOAD_KEPT       /* offline */
};

struct download {
    struct buffer path; /* of the whole file, its date of change that of the publisher */
    enum download_origin origin;
    unsigned long long bytes;    /* of the file */
    unsigned long long received; /* over the wire, this time */
};

/** To be called once, before and after all others. */
enum status download_begin(void);
void download_end(void);

/** Gets one file. When it cannot be had, `why` receives a sentence in French: the cause, then what
 *  to do, and a file that was here stays as it was.
 *
 *  STATUS_NOT_FOUND  it cannot be reached, or is not there (any more, or yet)
 *  STATUS_INVALID    what came is not what was expected
 *  STATUS_FAILED     the disk is full or fails; what was begun is removed */
enum status download_file(const struct download_query *query, struct download *out,
                          struct buffer *why);
void download_free(struct download *download);

/** Whether that file is here, and of what day (YYYY-MM-DD). */
bool download_kept(const char *folder, const char *name, char date[11]);

#endif
