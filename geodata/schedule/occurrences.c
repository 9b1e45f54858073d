/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session's days become intervals of time. */
#include "schedule/rule_days.h"

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

/* STATUS_INVALID: the rule must be followed. */
static enum status look_up(const struct writer *writer, day from, day to)
{
    enum status status = writer->session->rule_days == NULL ? STATUS_INVALID : STATUS_OK;
    for (day date = from; status == STATUS_OK && *writer->count < writer->limit; date++) {
        status = rule_days_next(writer->session->rule_days, date, to, &date);
        if (status == STATUS_OK) write_occurrence(writer, date);
    }
    if (status == STATUS_INVALID) *writer->count = 0;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status follow(const struct writer *writer, day from, day to)
{
    struct icalrecurrencetype rule;
    enum status status = session_rule(writer->session, writer->rules, &rule);
    if (status != STATUS_OK) return status;
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
    if (session->rrule == NULL) {
        if (limit > 0) write_occurrence(&writer, session->first);
        return STATUS_OK;
    }
    enum status status = look_up(&writer, first, last);
    return status == STATUS_INVALID ? follow(&writer, first, last) : status;
}
