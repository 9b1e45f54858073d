/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_FILE_H
#define IMPORTER_FILE_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Files as a coordinator gives them, plain or gzipped. When one is refused, `why` receives a
 *  sentence in French for that person: the cause, then what to do. */

/** Refuses what is missing, a folder, empty or unreadable. STATUS_INVALID. */
enum status file_check(const char *path, struct buffer *why);

/** The last part of the path, without its folders. Borrowed from `path`. */
const char *file_name(const char *path);

/** Appends the name without folders and endings: `/data/infirmiers.csv.gz` gives `infirmiers`. */
void file_stem(const char *path, struct buffer *out);

/** The date of the last change, YYYY-MM-DD. STATUS_FAILED when it cannot be known. */
enum status file_date(const char *path, char out[11]);

/** SHA-256 of the bytes on disk: 64 hex digits. */
enum status file_sha256(const char *path, char out[65]);

/** What a file on disk was when it was looked at; another one, or one that was written to since, is
 *  not as it was. STATUS_FAILED: it is not there. */
struct file_mark {
    uint64_t device, inode, size;
    int64_t changed_s, changed_ns;
};
enum status file_mark(const char *path, struct file_mark *out);
bool file_is_as_marked(const char *path, const struct file_mark *mark);

/** A file read from its beginning to its end. */
struct file;

/** Opens for reading and looks at the first bytes: a workbook, an archive, a PDF or any other
 *  binary is STATUS_INVALID with the words for it. */
enum status file_open(const char *path, struct file **out, struct buffer *why);
/** Shaped as csv_read: the next bytes, unzipped. */
size_t file_read(void *file, char *out, size_t capacity);
/** After file_read failed: why, in French. */
void file_explain(const struct file *file, struct buffer *why);
/** Part of the file already read, 0 .. 1, by its bytes on disk. */
double file_progress(const struct file *file);
void file_close(struct file *file);

/** The whole file as UTF-8, whatever it was written in (UTF-8, UTF-16 with its mark, else
 *  Windows-1252). STATUS_INVALID: refused, or larger than 256 MB. */
enum status file_read_text(const char *path, struct buffer *out, const char **encoding,
                           struct buffer *why);

#endif
