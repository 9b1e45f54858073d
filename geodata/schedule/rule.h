/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_RULE_H
#define GEODATA_RULE_H

#include "geodata/schedule.h"

#include <libical/ical.h>

/** RFC 5545 recurrence rules, by whole days: libical expands them, this keeps them in bounds. The
 *  hour of a session is its own, so rules by the hour, minute or second are refused, and so are
 *  rules that can never fall on a day. */

/** STATUS_INVALID: `*problem`, when `problem` is not NULL, is the reason in French. */
enum status rule_read(const char *text, struct icalrecurrencetype *out, const char **problem);

struct icaltimetype day_as_ical(day date);

/** The days of a rule, in order. */
struct rule_walk {
    icalrecur_iterator *iterator; /* NULL: the rule gives no day */
    day from, to;
    size_t steps;
};

/** Days within [from, to] of the rule that starts on `first`; days long past cost nothing, unless
 * the rule counts its occurrences. `rule` must come from rule_read. Close with rule_walk_close. */
void rule_walk_open(struct rule_walk *walk, const struct icalrecurrencetype *rule, day first,
                    day from, day to);
/** STATUS_NOT_FOUND after the last; STATUS_INVALID when the rule goes round too long. */
enum status rule_walk_next(struct rule_walk *walk, day *out);
void rule_walk_close(struct rule_walk *walk);

#endif
