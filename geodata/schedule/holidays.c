/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/holidays.h"

#include <string.h>

#define EVERYWHERE HOLIDAYS_LAW_COUNT
/* In the column of the month: the day is counted from Easter Sunday. */
#define EASTER 0

struct rule {
    enum holiday_law law;
    enum holiday how;
    int month, day;
    int from, to; /* years; 0: since ever, for ever */
};

static const struct rule rules[] = {
    /* Code du travail, L. 3133-1: everywhere; those overseas whose code is their own name the same
     * eleven */
    {EVERYWHERE, HOLIDAY_YES, 1, 1, 0, 0},
    {EVERYWHERE, HOLIDAY_YES, EASTER, 1, 0, 0}, /* Easter Monday */
    {EVERYWHERE, HOLIDAY_YES, 5, 1, 0, 0},
    {EVERYWHERE, HOLIDAY_YES, 5, 8, 0, 0},
    {EVERYWHERE, HOLIDAY_YES, EASTER, 39, 0, 0}, /* Ascension */
    {EVERYWHERE, HOLIDAY_YES, EASTER, 50, 0, 0}, /* Whit Monday */
    {EVERYWHERE, HOLIDAY_YES, 7, 14, 0, 0},
    {EVERYWHERE, HOLIDAY_YES, 8, 15, 0, 0},
    {EVERYWHERE, HOLIDAY_YES, 11, 1, 0, 0},
    {EVERYWHERE, HOLIDAY_YES, 11, 11, 0, 0},
    {EVERYWHERE, HOLIDAY_YES, 12, 25, 0, 0},
    /* L. 3134-13: Good Friday where the commune has a Protestant church or a shared one */
    {HOLIDAYS_ALSACE_MOSELLE, HOLIDAY_PERHAPS, EASTER, -2, 0, 0},
    {HOLIDAYS_ALSACE_MOSELLE, HOLIDAY_YES, 12, 26, 0, 0},
    /* L. 3422-2: the abolition of slavery. For Saint-Martin décret n° 83-1003 says the 28th. */
    {HOLIDAYS_MAYOTTE, HOLIDAY_YES, 4, 27, 0, 0},
    {HOLIDAYS_MARTINIQUE, HOLIDAY_YES, 5, 22, 0, 0},
    {HOLIDAYS_GUADELOUPE, HOLIDAY_YES, 5, 27, 0, 0},
    {HOLIDAYS_SAINT_MARTIN, HOLIDAY_PERHAPS, 5, 27, 0, 0},
    {HOLIDAYS_SAINT_MARTIN, HOLIDAY_PERHAPS, 5, 28, 0, 0},
    {HOLIDAYS_GUYANE, HOLIDAY_YES, 6, 10, 0, 0},
    {HOLIDAYS_SAINT_BARTHELEMY, HOLIDAY_YES, 10, 9, 0, 0},
    {HOLIDAYS_REUNION, HOLIDAY_YES, 12, 20, 0, 0},
    /* by custom and collective agreements: Good Friday, Victor Schœlcher */
    {HOLIDAYS_GUADELOUPE, HOLIDAY_PERHAPS, EASTER, -2, 0, 0},
    {HOLIDAYS_GUADELOUPE, HOLIDAY_PERHAPS, 7, 21, 0, 0},
    {HOLIDAYS_MARTINIQUE, HOLIDAY_PERHAPS, EASTER, -2, 0, 0},
    {HOLIDAYS_MARTINIQUE, HOLIDAY_PERHAPS, 7, 21, 0, 0},
    {HOLIDAYS_GUYANE, HOLIDAY_PERHAPS, EASTER, -2, 0, 0},
    /* Code du travail de la Polynésie française: the arrival of the Gospel, Good Friday; from 2026
     * on Matari'i instead of the day of autonomy */
    {HOLIDAYS_POLYNESIE, HOLIDAY_YES, 3, 5, 0, 0},
    {HOLIDAYS_POLYNESIE, HOLIDAY_YES, EASTER, -2, 0, 0},
    {HOLIDAYS_POLYNESIE, HOLIDAY_YES, 6, 29, 0, 2025},
    {HOLIDAYS_POLYNESIE, HOLIDAY_YES, 11, 20, 2026, 0},
    /* Code du travail de la Nouvelle-Calédonie: the day of citizenship */
    {HOLIDAYS_NOUVELLE_CALEDONIE, HOLIDAY_YES, 9, 24, 0, 0},
    /* Wallis-et-Futuna, decided there: saint Pierre Chanel, saints Pierre et Paul, the Territory */
    {HOLIDAYS_WALLIS_ET_FUTUNA, HOLIDAY_PERHAPS, 4, 28, 0, 0},
    {HOLIDAYS_WALLIS_ET_FUTUNA, HOLIDAY_PERHAPS, 6, 29, 0, 0},
    {HOLIDAYS_WALLIS_ET_FUTUNA, HOLIDAY_PERHAPS, 7, 29, 0, 0},
};

enum holiday_law holidays_law(const char *code)
{
    static const struct {
        const char *beginning;
        enum holiday_law law;
    } places[] = {
        {"57", HOLIDAYS_ALSACE_MOSELLE},
        {"67", HOLIDAYS_ALSACE_MOSELLE},
        {"68", HOLIDAYS_ALSACE_MOSELLE},
        {"971", HOLIDAYS_GUADELOUPE},
        {"972", HOLIDAYS_MARTINIQUE},
        {"973", HOLIDAYS_GUYANE},
        {"974", HOLIDAYS_REUNION},
        {"976", HOLIDAYS_MAYOTTE},
        {"977", HOLIDAYS_SAINT_BARTHELEMY},
        {"978", HOLIDAYS_SAINT_MARTIN},
        {"986", HOLIDAYS_WALLIS_ET_FUTUNA},
        {"987", HOLIDAYS_POLYNESIE},
        {"988", HOLIDAYS_NOUVELLE_CALEDONIE},
    };
    if (code == NULL || strlen(code) != 5) return HOLIDAYS_NATIONAL;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        size_t length = strlen(places[i].beginning);
        if (strncmp(code, places[i].beginning, length) == 0) return places[i].law;
    }
    return HOLIDAYS_NATIONAL;
}

enum holiday holidays_day(enum holiday_law law, day date)
{
    struct civil civil = day_civil(date);
    bool is_spring = civil.month >= 3 && civil.month <= 6;
    int after_easter = is_spring ? date - holidays_easter(civil.year) : 365;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const struct rule *rule = &rules[i];
        bool is_it = rule->month == EASTER ? rule->day == after_easter
                                           : rule->month == civil.month && rule->day == civil.day;
        if (!is_it) continue; /* nearly always */
        if (rule->law != EVERYWHERE && rule->law != law) continue;
        if (rule->from > civil.year || (rule->to != 0 && rule->to < civil.year)) continue;
        return rule->how;
    }
    return HOLIDAY_NO;
}

day holidays_next(enum holiday_law law, day from)
{
    while (holidays_day(law, from) != HOLIDAY_YES) from++;
    return from;
}

/* Easter Sunday (Butcher's form of Gauss's rule, any Gregorian year). */
day holidays_easter(int year)
{
    int a = year % 19, b = year / 100, c = year % 100;
    int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
    int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
    return day_from_civil((struct civil){year, f / 31, f % 31 + 1});
}
