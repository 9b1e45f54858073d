/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days that have a name of their own: "lundi de Pâques", "le jour de l'an", "un jour férié". */
#include "question/question_parts.h"

#include "geodata/holidays.h"

/* In the column of the month: the day is counted from Easter Sunday. */
#define EASTER 0

static const struct {
    const char *pattern;
    int month, day;
    int more; /* days that follow it */
} named_days[] = {
    {"le? jour|premier|1er de l an", 1, 1, 0},
    {"nouvel an", 1, 1, 0},
    {"vendredi saint", EASTER, -2, 0},
    {"dimanche|fete|jour? de? paques", EASTER, 0, 0},
    {"lundi de? paques", EASTER, 1, 0},
    {"week end de paques", EASTER, -1, 2},
    {"weekend de paques", EASTER, -1, 2},
    {"jeudi|fete|jour? de? l? ascension", EASTER, 39, 0},
    {"pont|week|weekend end? de l ascension", EASTER, 39, 3},
    {"dimanche|fete|jour? de? la? pentecote", EASTER, 49, 0},
    {"lundi de? la? pentecote", EASTER, 50, 0},
    {"week|weekend end? de la? pentecote", EASTER, 48, 2},
    {"premier mai", 5, 1, 0},
    {"fete du travail", 5, 1, 0},
    {"fete nationale", 7, 14, 0},
    {"fete|jour? de? l? assomption", 8, 15, 0},
    {"fete|jour? de? la? toussaint", 11, 1, 0},
    {"fete|jour? de? l? armistice", 11, 11, 0},
    {"reveillon|veille|24 de noel", 12, 24, 0},
    {"fete|fetes|jour? de? noel", 12, 25, 0},
    {"lendemain de noel", 12, 26, 0},
    {"entre noel et le? jour|nouvel de? l? an", 12, 26, 5},
    {"saint|st sylvestre", 12, 31, 0},
    {"reveillon du nouvel an", 12, 31, 0},
    {"reveillon|veille du? jour de l an", 12, 31, 0},
};

static day day_in(int year, size_t i)
{
    if (named_days[i].month == EASTER) return holidays_easter(year) + named_days[i].day;
    return day_from_civil((struct civil){year, named_days[i].month, named_days[i].day});
}

/* "docteur Noël" and "Mme Toussaint" are people. */
static bool is_a_person(const struct question_work *work, size_t at)
{
    static const char titles[] = "docteur|docteure|dr|doc|professeur|madame|monsieur|mme|mr|m";
    return at > 0 && question_match(work, at - 1, titles) > 0;
}

size_t question_read_holiday(const struct question_work *work, size_t at, day *first, day *last)
{
    size_t best = 0;
    if (is_a_person(work, at)) return 0;
    for (size_t i = 0; i < sizeof named_days / sizeof *named_days; i++) {
        size_t count = question_match(work, at, named_days[i].pattern);
        if (count <= best) continue;
        best = count;
        int year = day_civil(work->today).year;
        do {
            *first = day_in(year++, i);
            *last = *first + named_days[i].more;
        } while (*last < work->today);
    }
    size_t count =
        question_match(work, at, "prochain|prochains? jour|jours ferie|feries prochain?");
    if (count <= best) return best;
    *first = *last = holidays_next(work->context->law, work->today);
    return count;
}
