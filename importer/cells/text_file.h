/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_TEXT_FILE_H
#define IMPORTER_TEXT_FILE_H

#include "geodata/buffer.h"
#include "geodata/status.h"
#include "geodata/text.h"

/** A text on disk, plain or gzipped, read as UTF-8 piece by piece whatever it was written in, so
 * that a file of any size takes no memory. */
struct text_file;

/** What it is written in: UTF-16 by its mark, UTF-8 when the whole of it is, else Windows-1252.
 *  Refused as by file_open, and when its bytes cannot be had: STATUS_INVALID, `why` says it in
 *  French. */
enum status text_file_encoding(const char *path, enum text_encoding *out, struct buffer *why);

enum status text_file_open(const char *path, enum text_encoding encoding, struct text_file **out,
                           struct buffer *why);
/** Shaped as csv_read. A byte order mark of UTF-8 is passed on. */
size_t text_file_read(void *text_file, char *out, size_t capacity);
/** After text_file_read failed: why, in French. */
void text_file_explain(const struct text_file *text, struct buffer *why);
void text_file_close(struct text_file *text);

#endif
