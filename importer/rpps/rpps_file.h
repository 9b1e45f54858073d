/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_RPPS_FILE_H
#define IMPORTER_RPPS_FILE_H

#include "geodata/status.h"
#include "rpps/rpps_columns.h"
#include "rpps/rpps_lines.h"
#include "run/report.h"

#include <stddef.h>

/** The RPPS files of a run: texts, plain or gzipped, and those inside a ZIP archive, where they
 *  are called PS_LibreAcces_Personne_activite_YYYYMMDDhhmm.txt. */
struct rpps_file {
    const char *path; /* borrowed: as it was given */
    char *member;     /* of the archive; NULL: the file itself is the text */
    const char *name; /* for messages, without folders */
    struct rpps_format format;
    char date[11]; /* YYYY-MM-DD of its name, "" when that holds none */
};

struct rpps_files {
    struct rpps_file *list;
    size_t count;
};

/** Finds the texts and reads their titles. A member of an archive that is no RPPS file is passed
 *  over. STATUS_INVALID: a file is refused, or none holds activities; the report says why. */
enum status rpps_files_open(const char *const *paths, size_t count, struct report *report,
                            struct rpps_files *out);
void rpps_files_close(struct rpps_files *files);

/** A file being read, its titles passed over. */
struct rpps_reader;

/** STATUS_INVALID: it can no longer be opened; the report says why. */
enum status rpps_reader_open(const struct rpps_file *file, struct report *report,
                             struct rpps_reader **out);
enum rpps_line_result rpps_reader_next(struct rpps_reader *reader, struct rpps_line *out);
/** After RPPS_LINES_FAILED: refuses the file, with the cause. */
void rpps_reader_refuse(const struct rpps_reader *reader, struct report *report);
/** Part already read, 0 .. 1. */
double rpps_reader_progress(const struct rpps_reader *reader);
void rpps_reader_close(struct rpps_reader *reader);

#endif
