/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RECURRENCE_WORDS_H
#define RECURRENCE_WORDS_H

#include "schedule/hours_grammar.h"

/** How recurrence.c reads French: `le premier samedi du mois jusqu'au 15/12`. Each function takes
 *  its words from the reader; false: they are not there, or are wrong, and then the reader has the
 *  reason. Internal to geodata/. */

#define POSITION_MAX 12

enum frequency { DAILY, WEEKLY, MONTHLY };

struct recurrence {
    enum frequency frequency;
    int interval;
    unsigned days; /* bit 0 Monday */
    size_t position_count;
    struct {
        int position; /* 1 .. 5, -1 the last */
        int weekday;
    } positions[POSITION_MAX];
    int month_day; /* 0: none */
    int count;     /* 0: none */
    bool ends;
    day until;
};

/** What stands here is not understood. Returns false. */
bool recurrence_refuse(struct reader *reader);

/** `deux`, `15`. */
bool recurrence_take_count(struct reader *reader, int *number);

/** `er`, `e`, `ème`: what follows a number. */
bool recurrence_is_ordinal_ending(const struct token *token);

/** `premier`, `1er`, `dernier`: 1 .. 5 or -1. */
bool recurrence_take_ordinal(struct reader *reader, int *position);

/** Two words, one after the other. */
bool recurrence_take_words(struct reader *reader, const char *first, const char *second);

/** `15/12`, `15/12/2026`, `mardi 15 décembre`, `1er décembre 2026`; without a year, the first such
 *  day from `first` on. */
bool recurrence_take_date(struct reader *reader, day first, day *out);

/** How often: `tous les mardis`, `un mardi sur deux`, `le 15 du mois`. */
bool recurrence_take_frequency(struct reader *reader, struct recurrence *recurrence);

/** Until when, or how many times; nothing may be said. `first` is the day of the first session. */
bool recurrence_take_bounds(struct reader *reader, day first, struct recurrence *recurrence);

#endif
