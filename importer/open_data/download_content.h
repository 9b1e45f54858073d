/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_DOWNLOAD_CONTENT_H
#define IMPORTER_DOWNLOAD_CONTENT_H

#include "open_data/download.h"

/** Looks whether a file that came is what was expected, all of it: a page that says "error" with a
 *  good status, an archive cut in the middle and half a JSON are STATUS_INVALID, and `why` says so
 *  in French. */
enum status download_check(const char *path, enum download_content content, struct buffer *why);

#endif
