/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_CLOSURE_WORDS_H
#define IMPORTER_CLOSURE_WORDS_H

#include "geodata/schedule.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>

/** The days on which a place is closed whatever its weekly hours say, as a coordinator writes them
 *  in one cell, pieces separated by `;`, `|` or a line end: `24/12/2026`, `du 1/8/2026 au
 *  15/8/2026`, `du 20 décembre au 3 janvier 2027`, `24 et 31 décembre 2026`, `2026-08-01 -
 *  2026-08-15`. What a first day leaves out (month, year) it takes from the last one; a piece whose
 *  last day has no year says nothing, for a year is never guessed. */

#define CLOSURES_MAX 60      /* in one cell */
#define CLOSURE_DAYS_MAX 400 /* longer is a mistake, or somebody who has left */

struct closure_words {
    struct closure closures[CLOSURES_MAX];
    size_t count;
    const char *unread; /* the first piece that cannot be read, in the text; NULL: all was read */
    size_t unread_length;
};

/** STATUS_INVALID: a piece cannot be read, or there are too many: nothing of the cell may be used,
 *  for a holiday forgotten is a door found closed. STATUS_NO_MEMORY. */
enum status closure_words_read(const char *cell, struct closure_words *out);

#endif
