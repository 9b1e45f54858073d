/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session's days become intervals of time. */
#include "schedule/rule.h"

#include <stdio.h>
#include <string.h>

#define DAY_MINUTES 1440

static bool is_left_out(const struct session *session, day date)
{
    for (size_t i = 0; i < session->closure_count && session->rrule != NULL; i++) {
        if (session->closures[i].first <= date && date <= session->closures[i].last) return true;
    }
    if (session->exdates == NULL) return false;
    struct civil civil = day_civil(date);
    char text[48];
    snprintf(text, sizeof text, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
    return strstr(session->exdates, text) != NULL;
}

static struct interval occurrence(const struct session *session, const struct timezone_rules *rules,
                                  day date)
{
    return (struct interval){
        .from = instant_of(rules, date, session->opens),
        .to =
            instant_of(rules, date + session->closes / DAY_MINUTES, session->closes % DAY_MINUTES),
    };
}

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

/* Occurrences written one by one within the question's bounds. */
struct writer {
    const struct session *session;
    const struct timezone_rules *rules;
    struct interval asked;
    size_t limit;
    struct interval *out;
    size_t *count;
};

static void write_occurrence(const struct writer *writer, day date)
{
    if (is_left_out(writer->session, date)) return;
    struct interval found = occurrence(writer->session, writer->rules, date);
    bool touches = found.from < writer->asked.to && writer->asked.from < found.to;
    if (touches && found.from < found.to) writer->out[(*writer->count)++] = found;
}

static enum status write_rule(const struct writer *writer, day from, day to)
{
    struct icalrecurrencetype rule;
    enum status status = rule_read(writer->session->rrule, &rule, NULL);
    if (status != STATUS_OK) return status;
    make_until_a_day(writer->session, writer->rules, &rule);

    struct rule_walk walk;
    day date;
    rule_walk_open(&walk, &rule, writer->session->first, from, to);
    while (*writer->count < writer->limit) {
        status = rule_walk_next(&walk, &date);
        if (status != STATUS_OK) break;
        write_occurrence(writer, date);
    }
    rule_walk_close(&walk);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status session_occurrences(const struct session *session, const struct timezone_rules *rules,
                                instant from, instant to, size_t limit, struct interval *out,
                                size_t *count)
{
    *count = 0;
    if (session->opens >= DAY_MINUTES || session->closes <= session->opens) return STATUS_INVALID;
    if (session->closes > session->opens + DAY_MINUTES) return STATUS_INVALID;
    const struct writer writer = {session, rules, {from, to}, limit, out, count};
    day first = instant_day(rules, from, NULL) - 2; /* an occurrence lasts a day at most */
    day last = instant_day(rules, to, NULL);
    if (session->rrule != NULL) return write_rule(&writer, first, last);
    if (limit > 0) write_occurrence(&writer, session->first);
    return STATUS_OK;
}
