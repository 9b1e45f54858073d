/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces of a time put together: day, part of the day, hour. */
#include "question/question_parts.h"

#define DAY_MINUTES 1440
#define DAWN 360        /* until six it is last night */
#define SMALL_HOURS 300 /* "ce soir 4h" is no afternoon */

struct when {
    bool now, open, has_days, moves, has_from, has_hour, has_after, has_before, has_between;
    bool is_morning; /* the hour */
    day first, last;
    enum day_part part;
    int hour, after, before, from, to;
    int in; /* minutes from now, 0: not said */
};

static const struct {
    int from, to;
} parts[] = {[PART_NONE] = {0, DAY_MINUTES},
             [PART_MORNING] = {360, 720},
             [PART_NOON] = {720, 840},
             [PART_AFTERNOON] = {720, 1080},
             [PART_EVENING] = {1080, DAY_MINUTES},
             [PART_NIGHT] = {1320, DAY_MINUTES + 360}};

/* False when days were said already: the second are left over. */
static bool set_days(struct when *when, day first, day last)
{
    if (when->has_days && (when->first != first || when->last != last)) return false;
    when->has_days = true;
    when->first = first;
    when->last = last;
    return true;
}

static bool set_part(struct when *when, enum day_part part)
{
    if (when->part != PART_NONE && when->part != part) return false;
    when->part = part;
    return true;
}

/* False when it contradicts what was said before. */
static bool add(const struct question_work *work, struct when *when,
                const struct question_span *atom)
{
    bool has_hours = when->has_hour || when->has_after || when->has_before || when->has_between;
    switch (atom->atom) {
    case ATOM_NOW:
        when->now = true;
        return true;
    case ATOM_OPEN:
        when->open = true;
        return true;
    case ATOM_DAY:
        if (!when->has_days) when->moves = atom->b != 0;
        return set_days(when, atom->a, atom->a);
    case ATOM_DAYS:
        return set_days(when, atom->a, atom->b);
    case ATOM_FROM_DAY:
        when->has_from = true;
        return set_days(when, atom->a, atom->a + 6);
    case ATOM_PART:
        return set_part(when, (enum day_part)atom->a);
    case ATOM_DAY_PART: {
        /* before dawn "cette nuit" is the night that began yesterday */
        bool is_begun = atom->a == 0 && atom->b == PART_NIGHT && work->minute < DAWN;
        day date = work->today + atom->a - is_begun;
        return set_days(when, date, date) && set_part(when, (enum day_part)atom->b);
    }
    case ATOM_HOUR:
        if (has_hours) return false;
        when->has_hour = true;
        when->hour = atom->a;
        when->is_morning = atom->b != 0;
        return true;
    case ATOM_AFTER:
        if (when->has_after || when->has_hour) return false;
        when->has_after = true;
        when->after = atom->a;
        return true;
    case ATOM_BEFORE:
        if (when->has_before || when->has_hour) return false;
        when->has_before = true;
        when->before = atom->a;
        return true;
    case ATOM_BETWEEN:
        if (has_hours) return false;
        when->has_between = true;
        when->from = atom->a;
        when->to = atom->b;
        return true;
    case ATOM_IN:
        when->in = atom->a;
        return true;
    default:
        return false;
    }
}

/* "8h du soir" is 20:00; one o'clock that evening or that night is the next day's. */
static int hour_of_part(const struct when *when, int minutes)
{
    bool is_evening = when->part == PART_EVENING;
    bool is_after_midnight = (when->part == PART_NIGHT && minutes < 720) ||
                             (is_evening && minutes < (when->is_morning ? 720 : SMALL_HOURS));
    if (is_after_midnight) return minutes + DAY_MINUTES;
    bool is_late = is_evening || when->part == PART_AFTERNOON;
    return is_late && minutes < 720 ? minutes + 720 : minutes;
}

static instant moment(const struct question_work *work, day date, int minute)
{
    return instant_of(work->context->rules, date + minute / DAY_MINUTES, minute % DAY_MINUTES);
}

static void say_at(struct question_reading *out, instant at)
{
    out->when = QUESTION_AT;
    out->at = at;
}

/* What is past of a span that has begun is left out. */
static void say_between(const struct question_work *work, instant from, instant to,
                        struct question_reading *out)
{
    instant now = work->context->now;
    out->when = QUESTION_BETWEEN;
    out->interval.from = from < now && to > now ? now : from;
    out->interval.to = to;
}

static void say_hour(const struct question_work *work, const struct when *when,
                     struct question_reading *out)
{
    int minute = hour_of_part(when, when->hour);
    day date = when->has_days ? when->first : work->today;
    instant at = moment(work, date, minute);
    if (at < work->context->now && !when->has_days) at = moment(work, date + 1, minute);
    if (at < work->context->now && when->moves) at = moment(work, date + 7, minute);
    say_at(out, at);
}

static void say_span(const struct question_work *work, const struct when *when,
                     struct question_reading *out)
{
    int from = parts[when->part].from, to = parts[when->part].to;
    if (when->has_after) from = hour_of_part(when, when->after);
    if (when->has_after && to <= from) to = DAY_MINUTES;
    if (when->has_before) to = hour_of_part(when, when->before);
    if (when->has_between) {
        from = hour_of_part(when, when->from);
        to = hour_of_part(when, when->to);
    }
    if (to <= from) to += DAY_MINUTES;
    day first = when->has_days ? when->first : work->today;
    day last = when->has_days ? when->last : first;
    instant end = moment(work, last, to);
    if (end <= work->context->now && (!when->has_days || when->moves)) {
        int later = when->has_days ? 7 : 1;
        first += later;
        last += later;
    }
    say_between(work, moment(work, first, from), moment(work, last, to), out);
}

bool question_when(const struct question_work *work, const struct question_span *atoms,
                   size_t count, struct question_reading *out)
{
    struct when when = {0};
    for (size_t i = 0; i < count; i++) {
        if (!add(work, &when, &atoms[i])) return false;
    }
    bool has_hours = when.has_hour || when.has_after || when.has_before || when.has_between;
    bool has_span = when.has_days || when.part != PART_NONE || has_hours;
    out->when = QUESTION_ANY_TIME;
    if (when.in > 0) {
        say_at(out, work->context->now + 60 * (instant)when.in);
    } else if (when.has_hour) {
        say_hour(work, &when, out);
    } else if (has_span && !when.now) {
        say_span(work, &when, out);
    } else if (when.now || when.open) {
        say_at(out, work->context->now);
    }
    return true;
}
