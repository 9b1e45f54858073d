/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_SESSION_DAYS_H
#define IMPORTER_SESSION_DAYS_H

#include "geodata/schedule.h"

#include <stddef.h>

/** The days of sessions as people write them in one cell: `15/11/2026`, `12 et 19 novembre`, `les
 * 3, 10 et 17/12`. A date without a year is the one nearest to the day the data speak of. */

#define SESSION_DAYS_MAX 60 /* in one cell: a season of Mondays and Thursdays */

enum session_days_problem {
    SESSION_DAYS_FINE,
    SESSION_DAYS_UNREAD, /* one of them is no date, or does not exist */
    SESSION_DAYS_TOO_MANY
};

/** `out` gets the days in the order written, none twice. */
enum session_days_problem session_days_read(const char *text, day today, day out[SESSION_DAYS_MAX],
                                            size_t *count);

#endif
