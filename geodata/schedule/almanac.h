/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALMANAC_H
#define ALMANAC_H

#include "geodata/schedule.h"

/** What a calendar says of the days to come, reckoned once, so that schedules need only be looked
 *  up. It speaks of ALMANAC_DAYS days; of the others, before and after, it says nothing, and
 *  whoever asks reckons as ever, with the same answer: an atlas that is served for longer than
 *  that grows slower, never wrong. Internal to geodata/. */
#define ALMANAC_DAYS 512  /* a year and a half: the next time of nearly all that recurs */
#define ALMANAC_BEFORE 32 /* of them are past when it is made */

/** A bit for each day, and room to read 64 of them from any day on. */
#define ALMANAC_WORDS (ALMANAC_DAYS / 64 + 1)

struct almanac {
    const struct timezone_rules *rules; /* borrowed */
    day first;
    /* Under each law, days whose weekly hours are not simply those of their weekday: public
     * holidays, certain or not, and days on which clocks change. */
    uint64_t unusual[HOLIDAYS_LAW_COUNT][ALMANAC_WORDS];
};

void almanac_make(struct almanac *out, const struct timezone_rules *rules, day first);

/** All days from `from` to `last`, at most 64, are spoken of and usual. */
bool almanac_is_usual(const struct almanac *almanac, enum holiday_law law, day from, day last);

/** Bits of days, as above: sets one, if it is among them; 64 of them from one of them on. */
void almanac_set(uint64_t bits[ALMANAC_WORDS], int64_t index);
uint64_t almanac_days(const uint64_t bits[ALMANAC_WORDS], size_t index);

#endif
