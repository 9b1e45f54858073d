/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_CSV_H
#define GEODATA_CSV_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>

/** Reads CSV (RFC 4180) record by record from any source of bytes: quoted fields with doubled
 *  quotes and line ends inside, LF, CRLF or CR, `;` tab `,` or `|` between fields. A quote inside a
 *  field that did not begin with one is data. Empty lines are passed over. Encoding is not its
 *  business, except that a byte order mark of UTF-8 is dropped. */
struct csv;

/** Where bytes come from: writes up to `capacity` bytes to `out` and returns how many; 0 at the
 *  end, CSV_READ_ERROR when reading failed (the source keeps the reason). */
typedef size_t csv_read(void *context, char *out, size_t capacity);
#define CSV_READ_ERROR ((size_t)-1)

struct csv_record {
    size_t line;               /* on which it begins; the first of the file is 1 */
    size_t count;              /* fields, 1 or more */
    const char *const *fields; /* NUL-terminated, each behind the one before; valid until the
                                  next record */
    bool ended;                /* by a line end: false only at the end of a file without one */
};

enum csv_result {
    CSV_RECORD,
    CSV_END,
    CSV_OPEN_QUOTE,  /* the file ends inside a quoted field; csv_line tells where it opens */
    CSV_BINARY,      /* a NUL byte: not a text file; csv_line tells where */
    CSV_TOO_LONG,    /* a record of more than 16 MB; csv_line tells where it begins */
    CSV_READ_FAILED, /* the source failed */
    CSV_NO_MEMORY
};

/** Begins to read. The separator is the most frequent of `;` tab `,` `|` outside quotes in the
 *  first line; a first line `sep=;` decides it and is passed over. */
enum status csv_open(csv_read *read, void *context, struct csv **out);
enum csv_result csv_next(struct csv *csv, struct csv_record *out);
/** The line that explains the last result that was neither CSV_RECORD nor CSV_END. */
size_t csv_line(const struct csv *csv);
char csv_separator(const struct csv *csv);
/** Decides the separator instead of the guess; before the first csv_next. Neither a quote nor a
 * line end. */
void csv_use_separator(struct csv *csv, char separator);
void csv_close(struct csv *csv);

/** A source over bytes in memory. */
struct csv_memory {
    const char *bytes;
    size_t length;
};
size_t csv_read_memory(void *memory, char *out, size_t capacity);

/** Appends one cell, between quotes where RFC 4180 asks for them. The caller writes separators and
 *  line ends. */
void csv_write_cell(struct buffer *out, const char *text, char separator);
/** The same for a text that others wrote: what a spreadsheet would take for a formula (it begins
 *  with = + - @, a tab or a carriage return) gets an apostrophe before it. */
void csv_write_safe_cell(struct buffer *out, const char *text, char separator);

#endif
