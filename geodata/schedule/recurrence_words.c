/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often, in French: `tous les mardis`, `le premier samedi du mois`. */
#include "schedule/recurrence_words.h"

static bool take_every(struct reader *reader)
{
    static const char *const each[] = {"chaque", NULL};
    return recurrence_take_words(reader, "tous", "les") ||
           recurrence_take_words(reader, "toutes", "les") || reader_take(reader, each);
}

/* `jours`, `semaines`, `mois` */
static bool take_period(struct reader *reader, struct recurrence *recurrence)
{
    static const char *const days[] = {"jour", "jours", NULL};
    static const char *const weeks[] = {"semaine", "semaines", NULL};
    static const char *const months[] = {"mois", NULL};
    if (reader_take(reader, days)) {
        recurrence->frequency = DAILY;
    } else if (reader_take(reader, weeks)) {
        recurrence->frequency = WEEKLY;
    } else if (reader_take(reader, months)) {
        recurrence->frequency = MONTHLY;
    } else {
        return false;
    }
    return true;
}

/* `toutes les deux semaines`, `tous les 15 jours`, `chaque mois`. Nothing taken when it is not. */
static bool take_every_period(struct reader *reader, struct recurrence *recurrence)
{
    size_t start = reader->at;
    int number = 1;
    struct recurrence every = *recurrence;
    if (take_every(reader) &&
        (recurrence_take_count(reader, &number), take_period(reader, &every))) {
        if (every.frequency == DAILY && number == 8) return false; /* a week, people say */
        every.interval = number;
        if (every.frequency == DAILY && number == 15) { /* "quinze jours" are two weeks */
            every.frequency = WEEKLY;
            every.interval = 2;
        }
        *recurrence = every;
        return true;
    }
    reader->at = start;
    return false;
}

/* `un mardi sur deux`, `une semaine sur trois`. */
static bool take_one_in(struct reader *reader, struct recurrence *recurrence)
{
    static const char *const one[] = {"un", "une", NULL}, *const in[] = {"sur", NULL};
    size_t start = reader->at;
    struct recurrence every = *recurrence;
    int number = reader_peek(reader, 0)->number;
    if (reader_take(reader, one) || (number == 1 && reader_take_kind(reader, TOKEN_NUMBER))) {
        int weekday = phrase_weekday(reader_peek(reader, 0));
        bool named = weekday >= 0;
        if (named) {
            every.frequency = WEEKLY;
            every.days = 1u << weekday;
            reader->at++;
        }
        if ((named || take_period(reader, &every)) && reader_take(reader, in) &&
            recurrence_take_count(reader, &every.interval) && every.interval > 1) {
            *recurrence = every;
            return true;
        }
    }
    reader->at = start;
    return false;
}

/* `une semaine sur deux` or `tous les 15 jours` after the days. */
static bool take_week_interval(struct reader *reader, struct recurrence *recurrence)
{
    struct recurrence every = *recurrence;
    size_t start = reader->at;
    reader_take_kind(reader, TOKEN_COMMA);
    bool found = take_one_in(reader, &every) || take_every_period(reader, &every);
    if (found && every.frequency == WEEKLY && every.days == recurrence->days) {
        recurrence->interval = every.interval;
        return true;
    }
    reader->at = start;
    return !found || recurrence_refuse(reader);
}

static bool take_of_the_month(struct reader *reader)
{
    static const char *const month[] = {"mois", NULL};
    if (recurrence_take_words(reader, "du", "mois") || recurrence_take_words(reader, "par", "mois"))
        return true;
    if (recurrence_take_words(reader, "de", "chaque")) return reader_take(reader, month);
    if (recurrence_take_words(reader, "de", "tous"))
        return recurrence_take_words(reader, "les", "mois");
    return false;
}

static bool add_positions(struct recurrence *recurrence, const int *ordinals, size_t count,
                          int weekday)
{
    for (size_t i = 0; i < count; i++) {
        int position = ordinals[i];
        if (position < -1 || position > 5 || recurrence->position_count == POSITION_MAX) {
            return false;
        }
        recurrence->positions[recurrence->position_count].position = position;
        recurrence->positions[recurrence->position_count++].weekday = weekday;
    }
    return true;
}

/* One group of `le 1er et le 3e mardi`; false: something else, or refused. */
static bool take_position_group(struct reader *reader, struct recurrence *recurrence)
{
    static const char *const article[] = {"le", "les", NULL};
    int ordinals[5];
    size_t count = 0;
    for (;;) {
        reader_take(reader, article);
        if (count == 5 || !recurrence_take_ordinal(reader, &ordinals[count])) return false;
        count++;
        if (!reader_take_kind(reader, TOKEN_COMMA) && !reader_take_kind(reader, TOKEN_AND)) break;
    }
    int weekday = phrase_weekday(reader_peek(reader, 0));
    if (weekday < 0) return false;
    reader->at++;
    return add_positions(recurrence, ordinals, count, weekday);
}

/* `le premier samedi du mois`, `tous les premiers lundis et troisièmes jeudis du mois`. */
static bool take_positions(struct reader *reader, struct recurrence *recurrence)
{
    struct recurrence monthly = *recurrence;
    size_t start = reader->at;
    monthly.frequency = MONTHLY;
    take_every(reader);
    bool found = take_position_group(reader, &monthly);
    while (found && reader_take_kind(reader, TOKEN_AND)) {
        found = take_position_group(reader, &monthly);
    }
    if (found && take_of_the_month(reader)) {
        *recurrence = monthly;
        return true;
    }
    reader->at = start;
    return false;
}

/* `le 15 de chaque mois`, `le 1er du mois` */
static bool take_month_day(struct reader *reader, struct recurrence *recurrence)
{
    static const char *const article[] = {"le", "tous", "les", NULL};
    size_t start = reader->at;
    while (reader_take(reader, article)) continue;
    int number = reader_peek(reader, 0)->number;
    if (reader_take_kind(reader, TOKEN_NUMBER) && number >= 1 && number <= 31) {
        if (recurrence_is_ordinal_ending(reader_peek(reader, 0))) reader->at++;
        if (take_of_the_month(reader)) {
            recurrence->frequency = MONTHLY;
            recurrence->month_day = number;
            return true;
        }
    }
    reader->at = start;
    return false;
}

/* `tous les mardis et jeudis`, `du lundi au vendredi`, `tous les jours sauf dimanche` */
static bool take_weekdays(struct reader *reader, struct recurrence *recurrence)
{
    static const char *const except[] = {"sauf", "hors", NULL};
    size_t start = reader->at;
    unsigned less;
    if (!hours_take_days(reader, &recurrence->days) || (recurrence->days & HOLIDAYS) != 0) {
        reader->at = start;
        return false;
    }
    if (reader_take(reader, except)) {
        if (!hours_take_days(reader, &less) || (less & HOLIDAYS) != 0) return false;
        recurrence->days &= ~less;
    }
    recurrence->frequency = WEEKLY;
    return recurrence->days != 0 && take_week_interval(reader, recurrence);
}

static bool take_single_word(struct reader *reader, struct recurrence *recurrence)
{
    static const char *const daily[] = {"quotidien", "quotidienne", "quotidiennement", NULL};
    static const char *const weekly[] = {"hebdomadaire", NULL};
    static const char *const monthly[] = {"mensuel", "mensuelle", NULL};
    if (reader_take(reader, daily)) {
        recurrence->frequency = DAILY;
    } else if (reader_take(reader, weekly)) {
        recurrence->frequency = WEEKLY;
    } else if (reader_take(reader, monthly)) {
        recurrence->frequency = MONTHLY;
    } else {
        return false;
    }
    return true;
}

bool recurrence_take_frequency(struct reader *reader, struct recurrence *recurrence)
{
    return take_single_word(reader, recurrence) || take_positions(reader, recurrence) ||
           take_month_day(reader, recurrence) || take_one_in(reader, recurrence) ||
           take_weekdays(reader, recurrence) || take_every_period(reader, recurrence) ||
           recurrence_refuse(reader);
}
