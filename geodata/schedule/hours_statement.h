/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_HOURS_STATEMENT_H
#define GEODATA_HOURS_STATEMENT_H

#include "geodata/schedule.h"
#include "taxonomy/phrase.h"

/** What each piece of a text says: `lundi-vendredi 9h-12h et 14h-18h; sauf mercredi` is two
 *  statements. hours_read.c reads them, hours.c makes a week of them. */

#define STATEMENT_MAX 64
#define STATEMENT_SPAN_MAX 10
#define EVERY_DAY 0x7Fu
#define HOLIDAYS (1u << HOURS_HOLIDAY)

struct statement {
    unsigned days;     /* bit 0 Monday .. bit 6 Sunday, HOLIDAYS */
    bool closed;       /* these days are closed; no spans */
    bool exception;    /* `sauf …`: instead of what was said before */
    bool but_holidays; /* closed on public holidays, said beside the days */
    bool added;        /* after a comma: in OpenStreetMap's notation it adds, a `;` replaces */
    size_t span_count;
    struct hours_span spans[STATEMENT_SPAN_MAX]; /* weekday unused; as written */
    size_t first_token, last_token;
};

struct statements {
    size_t count;
    bool osm; /* OpenStreetMap's notation: a later statement replaces an earlier one */
    struct statement list[STATEMENT_MAX];
};

/** STATUS_INVALID: `why` (may be NULL) says what was not understood. */
enum status statements_read(const struct phrase *phrase, struct statements *out,
                            struct buffer *why);

#endif
