/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schedule/rule.h"

#include <ctype.h>
#include <string.h>

#define STEP_MAX 20000   /* a session every day for 54 years */
#define TEXT_MAX 400     /* a rule that names every week of the year takes 200 */
#define INTERVAL_MAX 400 /* beyond, it is no recurrence but a slip */
#define LIST_END ICAL_RECURRENCE_ARRAY_MAX

static bool is_known_part(const char *part, size_t length)
{
    static const char *const known[] = {"FREQ",    "INTERVAL",   "COUNT",     "UNTIL",
                                        "BYDAY",   "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO",
                                        "BYMONTH", "BYSETPOS",   "WKST"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strlen(known[i]) == length && strncmp(part, known[i], length) == 0) return true;
    }
    return false;
}

/* 20261215, 20261215T225959, 20261215T225959Z */
static bool is_until(const char *text, size_t length)
{
    if (length != 8 && length != 15 && length != 16) return false;
    for (size_t i = 0; i < length; i++) {
        bool fits = i == 8 ? text[i] == 'T' : i == 15 ? text[i] == 'Z' : isdigit(text[i]) != 0;
        if (!fits) return false;
    }
    return true;
}

/* Every part is known, written as NAME=value, and the date of UNTIL has its shape: libical would
 * pass over some of these in silence. */
static bool has_known_parts(const char *text)
{
    while (*text != '\0') {
        size_t length = strcspn(text, ";");
        const char *equals = memchr(text, '=', length);
        if (equals == NULL) return false;
        size_t name = (size_t)(equals - text);
        if (!is_known_part(text, name)) return false;
        if (strncmp(text, "UNTIL=", 6) == 0 && !is_until(equals + 1, length - name - 1)) {
            return false;
        }
        text += length + (text[length] == ';');
    }
    return true;
}

static bool is_real_until(const struct icalrecurrencetype *rule)
{
    if (icaltime_is_null_time(rule->until)) return true;
    struct civil civil = {rule->until.year, rule->until.month, rule->until.day};
    return civil_is_day(civil);
}

/* `1MO` only has a meaning within a month or a year, and months have five of a kind at most. */
static bool are_days_possible(const struct icalrecurrencetype *rule)
{
    bool yearly = rule->freq == ICAL_YEARLY_RECURRENCE;
    bool monthly = rule->freq == ICAL_MONTHLY_RECURRENCE;
    int most = yearly && rule->by_month[0] == LIST_END ? 53 : 5;
    for (size_t i = 0; i < ICAL_BY_DAY_SIZE && rule->by_day[i] != LIST_END; i++) {
        int position = icalrecurrencetype_day_position(rule->by_day[i]);
        if (position < 0) position = -position;
        if (position != 0 && !yearly && !monthly) return false;
        if (position > most) return false;
    }
    return true;
}

static bool month_holds(int month, int month_day)
{
    static const int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12) return false;
    return (month_day < 0 ? -month_day : month_day) <= lengths[month - 1];
}

/* At least one of its days of the month exists in one of its months. */
static bool are_month_days_possible(const struct icalrecurrencetype *rule)
{
    if (rule->by_month_day[0] == LIST_END || rule->by_month[0] == LIST_END) return true;
    for (size_t i = 0; i < ICAL_BY_MONTH_SIZE && rule->by_month[i] != LIST_END; i++) {
        for (size_t j = 0; j < ICAL_BY_MONTHDAY_SIZE && rule->by_month_day[j] != LIST_END; j++) {
            if (month_holds(rule->by_month[i], rule->by_month_day[j])) return true;
        }
    }
    return false;
}

/* `BYSETPOS=-1` chooses among the days of a month: no further than there are. */
static bool are_positions_possible(const struct icalrecurrencetype *rule)
{
    if (rule->by_set_pos[0] == LIST_END) return true;
    if (rule->freq != ICAL_MONTHLY_RECURRENCE || rule->by_day[0] == LIST_END) return false;
    int most = 0;
    for (size_t i = 0; i < ICAL_BY_DAY_SIZE && rule->by_day[i] != LIST_END; i++) most += 4;
    for (size_t i = 0; i < ICAL_BY_SETPOS_SIZE && rule->by_set_pos[i] != LIST_END; i++) {
        int position = rule->by_set_pos[i];
        if ((position < 0 ? -position : position) > most) return false;
    }
    return true;
}

static bool is_by_day(const struct icalrecurrencetype *rule)
{
    return rule->freq >= ICAL_DAILY_RECURRENCE && rule->freq <= ICAL_YEARLY_RECURRENCE &&
           rule->interval <= INTERVAL_MAX;
}

enum status rule_read(const char *text, struct icalrecurrencetype *out, const char **problem)
{
    const char *unused;
    if (problem == NULL) problem = &unused;
    *problem = "ce n'est pas une règle RRULE";
    if (strlen(text) > TEXT_MAX || !has_known_parts(text)) return STATUS_INVALID;
    *out = icalrecurrencetype_from_string(text);
    if (out->freq == ICAL_NO_RECURRENCE || !is_real_until(out)) return STATUS_INVALID;
    *problem = "une séance revient au plus une fois par jour";
    if (!is_by_day(out)) return STATUS_INVALID;
    *problem = "cette règle ne donne aucune date";
    bool possible =
        are_days_possible(out) && are_month_days_possible(out) && are_positions_possible(out);
    return possible ? STATUS_OK : STATUS_INVALID;
}

/* The hour is zero: with icaltime_null_date's -1 libical goes round for ever. */
struct icaltimetype day_as_ical(day date)
{
    struct civil civil = day_civil(date);
    return (struct icaltimetype){
        .year = civil.year, .month = civil.month, .day = civil.day, .is_date = 1};
}

static day day_from_ical(struct icaltimetype time)
{
    return day_from_civil((struct civil){time.year, time.month, time.day});
}

/* A start moved by whole periods gives the same days from there on. */
static day advance_start(const struct icalrecurrencetype *rule, day first, day from)
{
    int period = rule->interval;
    if (rule->freq == ICAL_WEEKLY_RECURRENCE) period *= 7;
    bool counted = rule->count > 0;
    bool steady = rule->freq == ICAL_DAILY_RECURRENCE || rule->freq == ICAL_WEEKLY_RECURRENCE;
    if (counted || !steady || from <= first) return first;
    return first + (from - first) / period * period;
}

/* The last day to look at: of the rule or of the question, whichever comes first. */
static day walk_end(const struct icalrecurrencetype *rule, day to)
{
    if (icaltime_is_null_time(rule->until)) return to;
    day until = day_from_ical(rule->until);
    return until < to ? until : to;
}

void rule_walk_open(struct rule_walk *walk, const struct icalrecurrencetype *rule, day first,
                    day from, day to)
{
    struct icalrecurrencetype bounded = *rule;
    *walk = (struct rule_walk){.from = from, .to = walk_end(rule, to)};
    if (walk->to < from || walk->to < first) return;
    bool counted = rule->count > 0;
    bounded.until = counted ? icaltime_null_time() : day_as_ical(walk->to);
    day start = advance_start(rule, first, from);
    walk->iterator = icalrecur_iterator_new(bounded, day_as_ical(start));
    if (walk->iterator == NULL || counted || start >= from) return;
    icalrecur_iterator_set_start(walk->iterator, day_as_ical(from));
}

enum status rule_walk_next(struct rule_walk *walk, day *out)
{
    while (walk->iterator != NULL && walk->steps++ < STEP_MAX) {
        struct icaltimetype next = icalrecur_iterator_next(walk->iterator);
        if (icaltime_is_null_time(next)) return STATUS_NOT_FOUND;
        *out = day_from_ical(next);
        if (*out > walk->to) return STATUS_NOT_FOUND;
        if (*out >= walk->from) return STATUS_OK;
    }
    return walk->iterator == NULL ? STATUS_NOT_FOUND : STATUS_INVALID;
}

void rule_walk_close(struct rule_walk *walk)
{
    if (walk->iterator != NULL) icalrecur_iterator_free(walk->iterator);
    walk->iterator = NULL;
}
