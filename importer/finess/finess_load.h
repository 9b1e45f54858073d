/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_FINESS_LOAD_H
#define IMPORTER_FINESS_LOAD_H

#include "finess/finess_file.h"
#include "run/command.h"
#include "run/import.h"
#include "run/locate.h"
#include "run/seen.h"
#include "territory/territory_filter.h"

/** The establishments of FINESS files, those of the territory, into the workspace: read one by one,
 *  their places asked for LOCATE_AHEAD at a time.
 *
 *  Left out, and counted in one note each: those elsewhere, and the closed ones. A category that
 * the taxonomy does not know is told once with its number; its establishments are structures
 * without a skill. */
struct finess_load {
    const struct options *options;
    struct finess_positions positions; /* finished */
    struct locator *locator;
    struct kept *kept;
    struct seen seen;
};

/** Shaped as import_load; the context is a struct finess_load. */
import_load finess_load;
void finess_load_free(struct finess_load *load);

/** Reads one file; what is wrong with it goes to the report. */
enum status finess_file_read(const char *path, struct finess_reading *reading,
                             struct report *report, struct finess_summary *out);

#endif
