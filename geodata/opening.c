/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/schedule.h"

#define NEXT_DAYS 14  /* how far ahead the next opening is looked for */
#define UNTIL_DAYS 16 /* hours that are not round the clock leave a gap within 8 days */

/* What opening_at asks about, in one piece. */
struct timetable {
    const struct hours *hours;
    const struct closure *closures;
    size_t closure_count;
    const struct timezone_rules *rules;
    bool round_the_clock;
};

/* Minutes of the week; the span after the last is the first, a week later. */
static bool is_round_the_clock(const struct hours *hours)
{
    if (hours->count < 7) return false; /* a span lasts a day at most */
    int reached = 0, begins = 0;
    for (size_t i = 0; i <= hours->count; i++) {
        const struct hours_span *span = &hours->spans[i % hours->count];
        int week = i == hours->count ? 7 * 1440 : 0;
        int opens = span->weekday * 1440 + span->opens + week;
        int closes = opens + (span->closes - span->opens);
        if (i == 0) begins = opens;
        if (i > 0 && opens > reached) return false;
        if (i == 0 || closes > reached) reached = closes;
    }
    return reached >= begins + 7 * 1440;
}

static bool is_closed_day(const struct timetable *table, day date)
{
    if (!table->round_the_clock && day_is_public_holiday(date)) return true;
    for (size_t i = 0; i < table->closure_count; i++) {
        if (table->closures[i].first <= date && date <= table->closures[i].last) return true;
    }
    return false;
}

static struct interval span_interval(const struct timetable *table, day date,
                                     const struct hours_span *span)
{
    int next_day = span->closes >= 1440;
    return (struct interval){
        .from = instant_of(table->rules, date, span->opens),
        .to = instant_of(table->rules, date + next_day, span->closes - next_day * 1440),
    };
}

/* Until when it stays open from `at` on, counting only spans that begin on `date`; `at` itself when
 * none of them holds it. */
static instant open_until_by(const struct timetable *table, day date, instant at)
{
    int weekday = day_weekday(date);
    instant until = at;
    bool checked = false;
    for (size_t i = 0; i < table->hours->count; i++) {
        const struct hours_span *span = &table->hours->spans[i];
        if (span->weekday != weekday) continue;
        if (!checked && is_closed_day(table, date)) return at;
        checked = true;
        struct interval open = span_interval(table, date, span);
        if (open.from <= until && until < open.to) until = open.to;
    }
    return until;
}

/* Spans that touch over midnight, or one day's with the next, are one opening. */
static instant open_until(const struct timetable *table, day today, instant at)
{
    instant until = at;
    for (day date = today - 1; date <= today + UNTIL_DAYS; date++) {
        instant longer = open_until_by(table, date, until);
        if (date > today && longer == until) break;
        until = longer;
    }
    return until;
}

/* Round the clock: until the first closure after `today` begins, or for ever. */
static instant open_until_closure(const struct timetable *table, day today)
{
    bool found = false;
    day first = 0;
    for (size_t i = 0; i < table->closure_count; i++) {
        const struct closure *closure = &table->closures[i];
        if (closure->last < closure->first || closure->first <= today) continue;
        if (!found || closure->first < first) first = closure->first;
        found = true;
    }
    if (!found) return INSTANT_NONE;
    return open_until(table, first, instant_of(table->rules, first, 0));
}

static instant next_opening(const struct timetable *table, day today, instant at)
{
    for (day date = today; date <= today + NEXT_DAYS; date++) {
        int weekday = day_weekday(date);
        bool checked = false;
        for (size_t i = 0; i < table->hours->count; i++) {
            const struct hours_span *span = &table->hours->spans[i];
            if (span->weekday != weekday) continue;
            if (!checked && is_closed_day(table, date)) break;
            checked = true;
            struct interval open = span_interval(table, date, span);
            if (open.from > at && open.from < open.to) return open.from;
        }
    }
    return INSTANT_NONE;
}

struct opening opening_at(const struct hours *hours, const struct closure *closures,
                          size_t closure_count, const struct timezone_rules *rules, instant at)
{
    struct opening opening = {.state = OPEN_UNKNOWN, .until = INSTANT_NONE, .next = INSTANT_NONE};
    if (hours == NULL) return opening;
    const struct timetable table = {hours, closures, closure_count, rules,
                                    is_round_the_clock(hours)};
    if (table.round_the_clock && closure_count == 0) {
        opening.state = OPEN_YES;
        return opening;
    }
    day today = instant_day(rules, at, NULL);
    instant until = open_until(&table, today, at);
    if (until == at) {
        opening.state = OPEN_NO;
        opening.next = next_opening(&table, today, at);
        return opening;
    }
    opening.state = OPEN_YES;
    opening.until = until;
    if (table.round_the_clock && instant_day(rules, until, NULL) > today + UNTIL_DAYS) {
        opening.until = open_until_closure(&table, today + UNTIL_DAYS);
    }
    return opening;
}
