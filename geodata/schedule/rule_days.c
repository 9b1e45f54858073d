/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schedule/rule_days.h"

#include <string.h>

/* UNTIL in universal time, or with an hour: the last day on which the session may begin. */
static void make_until_a_day(const struct session *session, const struct timezone_rules *rules,
                             struct icalrecurrencetype *rule)
{
    struct icaltimetype *until = &rule->until;
    if (icaltime_is_null_time(*until) || until->is_date) return;
    day last = day_from_civil((struct civil){until->year, until->month, until->day});
    int minute = until->hour * 60 + until->minute;
    if (icaltime_is_utc(*until)) {
        last = instant_day(rules, (instant)last * 86400 + minute * 60, &minute);
    }
    if (minute < session->opens) last--;
    *until = day_as_ical(last);
}

enum status session_rule(const struct session *session, const struct timezone_rules *rules,
                         struct icalrecurrencetype *out)
{
    enum status status = rule_read(session->rrule, out, NULL);
    if (status == STATUS_OK) make_until_a_day(session, rules, out);
    return status;
}

/* UNTIL=20261215T225959Z */
bool rule_minds_the_hour(const char *rrule)
{
    static const char name[] = "UNTIL=";
    const char *until = strstr(rrule, name);
    return until != NULL && strcspn(until, ";") > strlen(name) + strlen("20261215");
}

#define FAR_DAYS (INT32_MAX / 2)

static bool ends_by(const struct icalrecurrencetype *rule, day last)
{
    const struct icaltimetype *until = &rule->until;
    if (icaltime_is_null_time(*until)) return false;
    return day_from_civil((struct civil){until->year, until->month, until->day}) <= last;
}

enum status rule_days_make(const struct session *session, const struct timezone_rules *rules,
                           day first, struct rule_days *out)
{
    struct icalrecurrencetype rule;
    struct rule_walk walk;
    day date = first, last = first + ALMANAC_DAYS - 1;
    *out = (struct rule_days){.first = first};
    enum status status = session_rule(session, rules, &rule);
    if (status != STATUS_OK) return status;
    /* that a counted one has ended shows only when no later day comes */
    bool is_counted = rule.count > 0;
    rule_walk_open(&walk, &rule, session->first, first, is_counted ? FAR_DAYS : last);
    while (status == STATUS_OK && date <= last) {
        status = rule_walk_next(&walk, &date);
        if (status == STATUS_OK) almanac_set(out->falls, (int64_t)date - first);
    }
    rule_walk_close(&walk);
    out->is_complete = status == STATUS_NOT_FOUND && (is_counted || ends_by(&rule, last));
    return status == STATUS_INVALID ? status : STATUS_OK;
}

enum status rule_days_next(const struct rule_days *days, day from, day to, day *out)
{
    day last = days->first + ALMANAC_DAYS - 1;
    if (from < days->first) return STATUS_INVALID;
    for (int64_t index = (int64_t)from - days->first; index < ALMANAC_DAYS; index += 64) {
        uint64_t ahead = almanac_days(days->falls, (size_t)index);
        if (ahead == 0) continue;
        *out = days->first + (day)index + __builtin_ctzll(ahead);
        return *out <= to ? STATUS_OK : STATUS_NOT_FOUND;
    }
    return to <= last || days->is_complete ? STATUS_NOT_FOUND : STATUS_INVALID;
}
