/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases.h"
#include "geodata/holidays.h"

#include <string.h>

static bool is_holiday(day date)
{
    return holidays_day(HOLIDAYS_NATIONAL, date) == HOLIDAY_YES;
}

/* As published by the ministry of Labour (service-public.fr) for each year. */
static void public_holidays_of_2026_are_the_eleven_of_the_law(void **state)
{
    (void)state;
    static const char *const holidays[] = {"01-01", "04-06", "05-01", "05-08", "05-14", "05-25",
                                           "07-14", "08-15", "11-01", "11-11", "12-25"};
    struct buffer shown = {0};
    size_t found = 0;
    day first = day_from_civil((struct civil){2026, 1, 1});
    for (day date = first; date < first + 365; date++) {
        if (!is_holiday(date)) continue;
        buffer_reset(&shown);
        day_format(date, &shown);
        assert_true(found < 11);
        assert_string_equal(shown.data + 5, holidays[found++]);
    }
    assert_int_equal(found, 11);
    buffer_free(&shown);
}

/* Easter Mondays, from the tables of the Bureau des longitudes; the earliest and latest possible
 * (1818, 2038) among them. */
static void easter_falls_where_the_tables_say(void **state)
{
    (void)state;
    static const struct civil mondays[] = {
        {1818, 3, 23}, {1954, 4, 19}, {1981, 4, 20}, {2000, 4, 24}, {2008, 3, 24},
        {2019, 4, 22}, {2024, 4, 1},  {2025, 4, 21}, {2026, 4, 6},  {2027, 3, 29},
        {2028, 4, 17}, {2038, 4, 26}, {2049, 4, 19}, {2076, 4, 20},
    };
    for (size_t i = 0; i < sizeof mondays / sizeof *mondays; i++) {
        day monday = day_from_civil(mondays[i]);
        assert_true(is_holiday(monday));
        assert_true(is_holiday(monday + 38)); /* Ascension */
        assert_true(is_holiday(monday + 49)); /* Whit Monday */
        assert_false(is_holiday(monday - 7));
        assert_false(is_holiday(monday + 48));
    }
}

static void a_place_is_under_the_law_of_its_commune(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        enum holiday_law law;
    } cases[] = {
        {"75114", HOLIDAYS_NATIONAL},
        {"67482", HOLIDAYS_ALSACE_MOSELLE},
        {"57463", HOLIDAYS_ALSACE_MOSELLE},
        {"68066", HOLIDAYS_ALSACE_MOSELLE},
        {"97105", HOLIDAYS_GUADELOUPE},
        {"97209", HOLIDAYS_MARTINIQUE},
        {"97302", HOLIDAYS_GUYANE},
        {"97411", HOLIDAYS_REUNION},
        {"97502", HOLIDAYS_NATIONAL},
        {"97611", HOLIDAYS_MAYOTTE},
        {"97701", HOLIDAYS_SAINT_BARTHELEMY},
        {"97801", HOLIDAYS_SAINT_MARTIN},
        {"98611", HOLIDAYS_WALLIS_ET_FUTUNA},
        {"98735", HOLIDAYS_POLYNESIE},
        {"98818", HOLIDAYS_NOUVELLE_CALEDONIE},
        {"2A004", HOLIDAYS_NATIONAL},
        {NULL, HOLIDAYS_NATIONAL},
        {"", HOLIDAYS_NATIONAL},
        {"67", HOLIDAYS_NATIONAL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(holidays_law(cases[i].code), cases[i].law);
}

static void check_year(const char *const *fields, size_t line, void *context)
{
    (void)context;
    enum holiday_law law = holidays_law(fields[0]);
    day first = 0;
    char year[16];
    snprintf(year, sizeof year, "%s-01-01", fields[1]);
    assert_int_equal(day_parse(year, &first), STATUS_OK);
    struct buffer found = {0};
    for (day date = first; day_civil(date).year == day_civil(first).year; date++) {
        struct civil civil = day_civil(date);
        enum holiday holiday = holidays_day(law, date);
        if (holiday == HOLIDAY_NO) continue;
        buffer_format(&found, "%s%02d-%02d%s", found.length == 0 ? "" : " ", civil.month, civil.day,
                      holiday == HOLIDAY_PERHAPS ? "?" : "");
    }
    if (strcmp(found.data, fields[2]) != 0)
        fail_msg("holidays.tsv:%zu: %s %s: %s", line, fields[0], fields[1], found.data);
    buffer_free(&found);
}

static void each_law_has_the_days_of_the_table(void **state)
{
    (void)state;
    assert_true(cases_each("tests/cases/holidays.tsv", check_year, NULL) >= 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(public_holidays_of_2026_are_the_eleven_of_the_law),
        cmocka_unit_test(easter_falls_where_the_tables_say),
        cmocka_unit_test(a_place_is_under_the_law_of_its_commune),
        cmocka_unit_test(each_law_has_the_days_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
