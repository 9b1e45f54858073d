/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_ZIP_DIRECTORY_H
#define IMPORTER_ZIP_DIRECTORY_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stdbool.h>

/** What a ZIP archive says it holds, from its directory alone: nothing is unzipped. A workbook of
 *  a few hundred kB may unzip to gigabytes, so this is looked at before anything else is. */
struct zip_directory {
    bool has_xlsx, has_ods; /* the member each kind of workbook cannot do without */
    bool has_xlsb;          /* Excel's binary workbook */
    bool is_encrypted;
};

/* A real workbook of 100,000 rows unzips to 60 MB at 1:15. */
#define ZIP_TOTAL_MAX ((unsigned long long)200 * 1024 * 1024)
#define ZIP_RATIO_MAX 200
#define ZIP_RATIO_FROM ((unsigned long long)1024 * 1024) /* small members harm nobody */
#define ZIP_MEMBERS_MAX 10000

/** STATUS_INVALID: cut, damaged or larger than the limits; `why` says it in French. */
enum status zip_directory_read(const char *path, struct zip_directory *out, struct buffer *why);

#endif
