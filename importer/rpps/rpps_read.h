/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_RPPS_READ_H
#define IMPORTER_RPPS_READ_H

#include "geodata/skills.h"
#include "geodata/status.h"
#include "rpps/rpps_file.h"
#include "rpps/rpps_rows.h"
#include "run/report.h"
#include "territory/territory_filter.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Reads the files of a run from beginning to end and keeps what the directory needs: the rows of
 *  the territory where people are received, and what the other files say of the same people. */

/** A skill of somebody, wherever they are. */
struct rpps_skill {
    uint64_t person; /* rpps_key.person */
    char code[24];   /* of our taxonomy */
};

struct rpps_read {
    struct rpps_rows *rows;    /* gathered */
    struct rpps_skill *skills; /* of SavoirFaire and Dipl_AutExerc, in the order of person */
    size_t skill_count, skill_capacity;
    size_t refused;
    bool partial; /* rows are missing: a file ends within a row, or too many are refused */
};

/** What the run reads with. */
struct rpps_reading {
    const char *data; /* folder of the data */
    const struct rpps_files *files;
    const struct kept *kept;
    const struct skills *skills;
    struct report *report;
};

/** Rows that cannot be read are refused with their line; the rows that are left out, and the codes
 *  that the taxonomy does not have, are told once with their number. STATUS_INVALID: a file is
 *  damaged, or no row is of the territory. */
enum status rpps_read(const struct rpps_reading *reading, struct rpps_read *out);
void rpps_read_free(struct rpps_read *read);

/** The first of `*count` skills of the person. */
const struct rpps_skill *rpps_skills_of(const struct rpps_read *read, uint64_t person,
                                        size_t *count);

#endif
