/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_IMPORT_H
#define IMPORTER_IMPORT_H

#include "geodata/workspace.h"
#include "run/command.h"

#include <stdbool.h>
#include <stddef.h>

/** What the imports into the workspace have in common: each file speaks as a source, in one
 *  transaction; with --source (or a fixed key) all files of the run are one source, and so are the
 *  sheets of one workbook. When rows are
 *  refused, the source's other rows are taken but nothing it said before is removed: a typing
 *  error must not make somebody disappear. */

/** A file, or a sheet of one, that was read and found fit to be loaded. */
struct import_file {
    const char *path; /* sheets of one workbook hold the same pointer, and kind */
    const char *kind; /* of the source; NULL: the import's */
    char sha256[65];
    char date[11]; /* YYYY-MM-DD */
};

/** Says everything that file `index` holds. Rows that are refused go to the report. */
typedef enum status import_load(void *context, struct workspace *workspace, size_t index,
                                struct report *report);

struct import {
    const char *kind;                      /* of the source: sheet, zones … */
    const char *key;                       /* NULL: from --source or the file's name */
    const char *name;                      /* NULL: the file's name; --source wins */
    const char *publisher, *licence, *url; /* NULL: not known; the options win */
    const struct import_file *files;
    size_t file_count;
    bool partial; /* the files are not whole: nothing that was said before is removed */
    import_load *load;
    void *context;
};

/** Checks the file and fills `out`. STATUS_INVALID: refused, the report says why. */
enum status import_file_open(const char *path, struct report *report, struct import_file *out);

/** Opens the workspace and loads. */
enum status import_run(const struct import *import, const struct options *options,
                       struct report *report);

#endif
