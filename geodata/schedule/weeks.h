/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WEEKS_H
#define WEEKS_H

#include "schedule/almanac.h"

/** Weekly hours, each kept once however many resources have them. On days like any other the state,
 *  its end and the next opening are a binary search in them. Internal to geodata/. */
struct weeks {
    struct week *items;
    struct hours_span *spans; /* of all of them, end to end */
    size_t count, span_count;
    size_t capacity, span_capacity;
    uint32_t *cells; /* while they are added: number + 1 by hash, 0 empty */
    size_t cell_count;
};

/** The number of these hours; false: no memory. */
bool weeks_add(struct weeks *weeks, const struct hours_span *spans, size_t count, uint32_t *number);
/** Gives back what only adding needs. */
void weeks_finish(struct weeks *weeks);
void weeks_free(struct weeks *weeks);

/** The hours of a number, as they were said. */
void weeks_hours(const struct weeks *weeks, uint32_t number, struct hours *out);

/** What opening_within says of table, whose hours are those of that number (table->hours is not
 *  read), when it needs only be looked up. false: `*out` is not set, it must be reckoned: the
 *  almanac does not speak of those days, or one from yesterday to the end, or the next opening, is
 *  a public holiday, closed, or has not 24 hours. */
bool weeks_look_up(const struct weeks *weeks, uint32_t number, const struct almanac *almanac,
                   const struct timetable *table, instant from, instant to, struct opening *out);

#endif
