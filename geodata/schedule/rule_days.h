/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RULE_DAYS_H
#define RULE_DAYS_H

#include "schedule/almanac.h"
#include "schedule/rule.h"

/** The days on which the rule of a session falls, among those of an almanac: thousands of sessions
 *  have the same few rules, and to follow one costs some hundred times what it costs to look it up.
 *  Internal to geodata/. */
struct rule_days {
    day first;        /* of the ALMANAC_DAYS it speaks of */
    bool is_complete; /* the rule ends among them: it falls on no later day */
    uint64_t falls[ALMANAC_WORDS];
};

/** Reads the rule of a session that has one; where it ends at some hour, the last day on which the
 *  session begins before that. STATUS_INVALID: it is no rule. */
enum status session_rule(const struct session *session, const struct timezone_rules *rules,
                         struct icalrecurrencetype *out);

/** Follows the rule. Two sessions of the same rule and first day have the same days, if they open
 *  at the same minute or the rule does not mind. STATUS_INVALID: it is no rule, or goes round too
 *  long. */
enum status rule_days_make(const struct session *session, const struct timezone_rules *rules,
                           day first, struct rule_days *out);
bool rule_minds_the_hour(const char *rrule);

/** The first day from `from` to `to` on which the rule falls. STATUS_NOT_FOUND: there is none;
 *  STATUS_INVALID: the rule must be followed, this speaks of other days. */
enum status rule_days_next(const struct rule_days *days, day from, day to, day *out);

#endif
