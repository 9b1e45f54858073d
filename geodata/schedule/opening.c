/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/holidays.h"
#include "geodata/schedule.h"

#define NEXT_DAYS 14  /* how far ahead the next opening is looked for */
#define UNTIL_DAYS 16 /* hours that are not round the clock leave a gap within 8 days */

/* Whose hours a day has: those of a weekday, of public holidays, or these. */
enum { DAY_CLOSED = -1, DAY_UNSAID = -2 };

struct week {
    const struct timetable *table;
    bool is_round_the_clock, says_holidays;
};

static struct week read_week(const struct timetable *table)
{
    const struct hours *hours = table->hours;
    struct week week = {.table = table};
    size_t count = hours->count; /* of weekdays */
    while (count > 0 && hours->spans[count - 1].weekday == HOURS_HOLIDAY) count--;
    week.says_holidays = count < hours->count;
    if (count < 7) return week; /* a span lasts a day at most */
    int reached = 0, begins = 0;
    /* minutes of the week; the span after the last is the first, a week later */
    for (size_t i = 0; i <= count; i++) {
        const struct hours_span *span = &hours->spans[i % count];
        int later = i == count ? 7 * 1440 : 0;
        int opens = span->weekday * 1440 + span->opens + later;
        int closes = opens + (span->closes - span->opens);
        if (i == 0) begins = opens;
        if (i > 0 && opens > reached) return week;
        if (i == 0 || closes > reached) reached = closes;
    }
    week.is_round_the_clock = reached >= begins + 7 * 1440 && !week.says_holidays;
    return week;
}

static bool has_hours(const struct hours *hours, int weekday)
{
    for (size_t i = 0; i < hours->count; i++) {
        if (hours->spans[i].weekday == weekday) return true;
    }
    return false;
}

static bool is_closed_day(const struct timetable *table, day date)
{
    for (size_t i = 0; i < table->closure_count; i++) {
        if (table->closures[i].first <= date && date <= table->closures[i].last) return true;
    }
    return false;
}

/* A day that the hours do not open anyway is closed, holiday or not. */
static int hours_of_day(const struct week *week, day date)
{
    int weekday = day_weekday(date);
    const struct hours *hours = week->table->hours;
    if (is_closed_day(week->table, date)) return DAY_CLOSED;
    if (week->is_round_the_clock) return weekday;
    enum holiday holiday = holidays_day(week->table->law, date);
    if (holiday == HOLIDAY_NO) return weekday;
    if (holiday == HOLIDAY_YES && week->says_holidays) return HOURS_HOLIDAY;
    return week->says_holidays || has_hours(hours, weekday) ? DAY_UNSAID : DAY_CLOSED;
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
static instant open_until_by(const struct week *week, day date, int hours_of, instant at)
{
    instant until = at;
    const struct hours *hours = week->table->hours;
    for (size_t i = 0; i < hours->count; i++) {
        const struct hours_span *span = &hours->spans[i];
        if (span->weekday != hours_of) continue;
        struct interval open = span_interval(week->table, date, span);
        if (open.from <= until && until < open.to) until = open.to;
    }
    return until;
}

/* Spans that touch over midnight, or one day's with the next, are one opening. */
static instant open_until(const struct week *week, day today, instant at)
{
    instant until = at;
    for (day date = today - 1; date <= today + UNTIL_DAYS; date++) {
        instant longer = open_until_by(week, date, hours_of_day(week, date), until);
        if (date > today && longer == until) break;
        until = longer;
    }
    return until;
}

/* Round the clock: until the first closure after `today` begins, or for ever. */
static instant open_until_closure(const struct week *week, day today)
{
    bool found = false;
    day first = 0;
    const struct timetable *table = week->table;
    for (size_t i = 0; i < table->closure_count; i++) {
        const struct closure *closure = &table->closures[i];
        if (closure->last < closure->first || closure->first <= today) continue;
        if (!found || closure->first < first) first = closure->first;
        found = true;
    }
    if (!found) return INSTANT_NONE;
    return open_until(week, first, instant_of(table->rules, first, 0));
}

static instant next_opening(const struct week *week, day today, instant at)
{
    const struct hours *hours = week->table->hours;
    for (day date = today; date <= today + NEXT_DAYS; date++) {
        int hours_of = hours_of_day(week, date);
        for (size_t i = 0; i < hours->count; i++) {
            const struct hours_span *span = &hours->spans[i];
            if (span->weekday != hours_of) continue;
            struct interval open = span_interval(week->table, date, span);
            if (open.from > at && open.from < open.to) return open.from;
        }
    }
    return INSTANT_NONE;
}

/* Today nothing is said, or yesterday, whose usual hours would still go on. */
static bool is_unsaid(const struct week *week, day today, instant at)
{
    day yesterday = today - 1;
    if (hours_of_day(week, today) == DAY_UNSAID) return true;
    if (hours_of_day(week, yesterday) != DAY_UNSAID) return false;
    return open_until_by(week, yesterday, day_weekday(yesterday), at) > at ||
           open_until_by(week, yesterday, HOURS_HOLIDAY, at) > at;
}

/* Without hours only the days are known on which it is closed. */
static enum open_state state_of_days(const struct timetable *table, instant from, instant last)
{
    if (table->closure_count == 0) return OPEN_UNKNOWN;
    day end = instant_day(table->rules, last, NULL);
    for (day date = instant_day(table->rules, from, NULL); date <= end; date++) {
        if (!is_closed_day(table, date)) return OPEN_UNKNOWN;
    }
    return OPEN_NO;
}

struct opening opening_at(const struct timetable *table, instant at)
{
    struct opening opening = {.from = INSTANT_NONE, .until = INSTANT_NONE, .next = INSTANT_NONE};
    if (table->hours == NULL) {
        opening.state = state_of_days(table, at, at);
        return opening;
    }
    const struct week week = read_week(table);
    if (week.is_round_the_clock && table->closure_count == 0) {
        opening.state = OPEN_YES;
        return opening;
    }
    day today = instant_day(table->rules, at, NULL);
    instant until = open_until(&week, today, at);
    opening.is_holiday = until == at && is_unsaid(&week, today, at);
    if (opening.is_holiday) return opening;
    if (until == at) {
        opening.state = OPEN_NO;
        opening.next = next_opening(&week, today, at);
        return opening;
    }
    opening.state = OPEN_YES;
    opening.until = until;
    if (week.is_round_the_clock && instant_day(table->rules, until, NULL) > today + UNTIL_DAYS) {
        opening.until = open_until_closure(&week, today + UNTIL_DAYS);
    }
    return opening;
}

/* The first opening after `from` and before `to`. */
static instant opening_between(const struct week *week, instant from, instant to)
{
    const struct timezone_rules *rules = week->table->rules;
    instant next = INSTANT_NONE, after = from;
    for (day date = instant_day(rules, from, NULL); after < to && next == INSTANT_NONE;
         date += NEXT_DAYS + 1) {
        next = next_opening(week, date, after);
        after = instant_of(rules, date + NEXT_DAYS + 1, 0) - 1; /* openings are whole minutes */
    }
    return next < to ? next : INSTANT_NONE;
}

struct opening opening_within(const struct timetable *table, instant from, instant to)
{
    struct opening opening = opening_at(table, from);
    if (opening.state == OPEN_YES || to <= from) return opening;
    if (table->hours == NULL) {
        opening.state = state_of_days(table, from, to - 1);
        return opening;
    }
    const struct week week = read_week(table);
    instant next = opening_between(&week, from, to);
    if (next != INSTANT_NONE) {
        opening = opening_at(table, next);
        opening.from = next;
        return opening;
    }
    day last = instant_day(table->rules, to - 1, NULL);
    for (day date = instant_day(table->rules, from, NULL) + 1; date <= last; date++)
        opening.is_holiday |= hours_of_day(&week, date) == DAY_UNSAID;
    if (!opening.is_holiday) return opening;
    opening.state = OPEN_UNKNOWN;
    opening.next = INSTANT_NONE;
    return opening;
}
