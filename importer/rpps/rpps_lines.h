/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_RPPS_LINES_H
#define IMPORTER_RPPS_LINES_H

#include "geodata/csv.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>

/** Lines of the RPPS extracts, one after the other from any source of bytes, in memory that does
 *  not grow: the national file has 800 MB. There is no quoting: a lone `"` or `\` is data and a
 *  line end always ends a row. LF or CRLF; a byte order mark and empty lines are passed over. */
struct rpps_lines;

#define RPPS_LINE_MAX ((size_t)32768) /* bytes; the longest real ones have 2,000 */

enum rpps_line_result {
    RPPS_LINE,
    RPPS_LINE_BAD, /* a NUL byte, or too long: passed over, `number` tells which */
    RPPS_LINES_END,
    RPPS_LINES_FAILED /* the source failed */
};

struct rpps_line {
    size_t number; /* 1 is the first of the file */
    char *text;    /* NUL-terminated, may be changed; lives until the next call */
    size_t length;
    bool ended; /* by a line end: false only at the end of a file without one */
};

/** NULL when memory ran out. `read` is shaped as csv_read (geodata/csv.h). */
struct rpps_lines *rpps_lines_open(csv_read *read, void *context);
enum rpps_line_result rpps_lines_next(struct rpps_lines *lines, struct rpps_line *out);
void rpps_lines_close(struct rpps_lines *lines);

#endif
