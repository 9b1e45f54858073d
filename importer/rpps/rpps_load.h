/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_RPPS_LOAD_H
#define IMPORTER_RPPS_LOAD_H

#include "geodata/workspace.h"
#include "rpps/rpps_read.h"
#include "run/report.h"

/** Says each person at a place to the workspace, the rows that name it joined: their skills
 *  united, what one row leaves empty taken from the next.
 *
 *  What RPPS does not say stays unknown: nothing tells who makes home visits, or when. The address
 *  is searched in the address book; where that is not sure the person is kept without a point. */
struct rpps_load {
    const char *data;
    const struct rpps_files *files;
    const struct kept *kept;
    const struct rpps_read *read;
};

/** Shaped as import_load: all files are one. */
enum status rpps_load(void *load, struct workspace *workspace, size_t index, struct report *report);

#endif
