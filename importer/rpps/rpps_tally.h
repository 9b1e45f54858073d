/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_RPPS_TALLY_H
#define IMPORTER_RPPS_TALLY_H

#include "run/report.h"

#include <stdbool.h>
#include <stddef.h>

/** What a file of a million rows tells once, with its number, and not a line a row. */

enum rpps_left_out {
    RPPS_OUT_ABROAD,
    RPPS_OUT_NO_PLACE,
    RPPS_OUT_STUDENT,
    RPPS_OUT_REPLACEMENT,
    RPPS_OUT_NO_CARE,
    RPPS_OUT_COUNT
};

#define RPPS_CODES_MAX 64 /* unknown ones; the publisher's tables have fewer */

struct rpps_tally {
    size_t out[RPPS_OUT_COUNT];
    size_t elsewhere; /* told by kept_tell */
    struct rpps_code {
        char code[16], label[80];
        const char *column;
        size_t count;
    } codes[RPPS_CODES_MAX];
    size_t code_count;
};

/** Counts a code that the taxonomy does not have. `column` is a literal; `label` may be NULL. */
void rpps_tally_code(struct rpps_tally *tally, const char *column, const char *code,
                     const char *label);

/** A note for each number that is not 0. */
void rpps_tally_tell(const struct rpps_tally *tally, const char *file, struct report *report);

#endif
