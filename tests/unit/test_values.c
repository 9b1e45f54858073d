/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "importer/cells/values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void yes_and_no_are_read_and_empty_is_unknown(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool read;
        enum tristate answer;
    } cases[] = {
        {"oui", true, TRISTATE_YES},
        {"Oui", true, TRISTATE_YES},
        {"O", true, TRISTATE_YES},
        {"x", true, TRISTATE_YES},
        {"1", true, TRISTATE_YES},
        {"VRAI", true, TRISTATE_YES},
        {"non", true, TRISTATE_NO},
        {"N", true, TRISTATE_NO},
        {"0", true, TRISTATE_NO},
        {"faux", true, TRISTATE_NO},
        {NULL, true, TRISTATE_UNKNOWN},
        {"?", true, TRISTATE_UNKNOWN},
        {"non précisé", true, TRISTATE_UNKNOWN},
        {"peut-être", false, TRISTATE_UNKNOWN},
        {"oui mais", false, TRISTATE_UNKNOWN},
        {"2", false, TRISTATE_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum tristate answer = TRISTATE_YES;
        assert_int_equal(value_yes_no(cases[i].text, &answer), cases[i].read);
        assert_int_equal(answer, cases[i].answer);
    }
}

static void telephones_take_one_shape(void **state)
{
    (void)state;
    static const struct {
        const char *text, *phone; /* NULL: refused */
    } cases[] = {
        {"0199001234", "01 99 00 12 34"},
        {"01.99.00.12.34", "01 99 00 12 34"},
        {"01 99 00 12 34", "01 99 00 12 34"},
        {"01-99-00-12-34", "01 99 00 12 34"},
        {"33199001234", "01 99 00 12 34"},
        {"+33 1 99 00 12 34", "01 99 00 12 34"},
        {"+33 (0)1 99 00 12 34", "01 99 00 12 34"},
        {"0033199001234", "01 99 00 12 34"},
        {"199001234", "01 99 00 12 34"}, /* a spreadsheet took the zero */
        {"01 99 00 12 34 / 06 39 98 00 00", "01 99 00 12 34"},
        {"Tél : 01 99 00 12 34", "01 99 00 12 34"},
        {"01 99 00 12 34 (secrétariat)", "01 99 00 12 34"},
        {"3949", "3949"},
        {"15", "15"},
        {"116 117", "116117"},
        {"+44 20 7946 0000", "+442079460000"},
        {"01 99 00 12", NULL},
        {"01 99 00 12 34 56", NULL},
        {"3388325555", NULL},
        {"sur demande", NULL},
        {"+33 1", NULL},
        {"01/99/00/12/34", "01 99 00 12 34"},
        {"15/18", "15"},
        {"0000000000", NULL},
        {"+0000000000", NULL},
        {"01 99 00 12 34 poste 12", "01 99 00 12 34"},
        {"+590 590 99 00 12", "+590590990012"},
        {"/ 01 99 00 12 34", "01 99 00 12 34"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pool pool = {0};
        const char *phone = NULL;
        assert_int_equal(value_phone(cases[i].text, &pool, &phone), cases[i].phone != NULL);
        if (cases[i].phone != NULL) assert_string_equal(phone, cases[i].phone);
        pool_free(&pool);
    }
}

static void what_follows_a_telephone_is_not_lost(void **state)
{
    (void)state;
    static const struct {
        const char *text, *rest; /* NULL: nothing more */
    } cases[] = {
        {NULL, NULL},
        {"01 99 00 12 34", NULL},
        {"01/99/00/12/34.", NULL},
        {"01 99 00 12 34 / 06 39 98 00 00", "/ 06 39 98 00 00"},
        {"01 99 00 12 34 poste 12", "poste 12"},
        {"Tél : 01 99 00 12 34", NULL},
        {"+33 (0)1 99 00 12 34", NULL},
        {"à demander", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *rest = value_phone_rest(cases[i].text);
        if ((rest == NULL) != (cases[i].rest == NULL)) fail_msg("%s", cases[i].text);
        if (rest != NULL) assert_string_equal(rest, cases[i].rest);
    }
}

static void days_are_read_as_french_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text, *date; /* NULL: refused */
    } cases[] = {
        {"46341", "2026-11-15"},
        {"2026-11-15", "2026-11-15"},
        {"15/11/2026", "2026-11-15"},
        {"15/11/26", "2026-11-15"},
        {"15.11.2026", "2026-11-15"},
        {"5/1/2026", "2026-01-05"},
        {"15 novembre 2026", "2026-11-15"},
        {"1er août 2026", "2026-08-01"},
        {"dimanche 15 nov. 2026", "2026-11-15"},
        {"2026-11-15 00:00:00", "2026-11-15"},
        {"15/11/2026 08:30", "2026-11-15"},
        {"31/02/2026", NULL},
        {"15/13/2026", NULL},
        {"11/2026", NULL},
        {"hier", NULL},
        {"15 brumaire 2026", NULL},
        {"29/02/2024", "2024-02-29"},
        {"29/02/2026", NULL},
        {"3 jui 2026", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pool pool = {0};
        const char *date = NULL;
        if (value_date(cases[i].text, &pool, &date) != (cases[i].date != NULL)) {
            fail_msg("%s", cases[i].text);
        }
        if (cases[i].date != NULL) assert_string_equal(date, cases[i].date);
        pool_free(&pool);
    }
}

static void times_of_day_are_minutes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int minutes; /* -1: refused */
    } cases[] = {
        {"9h", 540},       {"0.375", 540},       {"9h30", 570}, {"09:30", 570}, {"9 h 30", 570},
        {"14:00:00", 840}, {"midi", 720},        {"24h", 1440}, {"0h", 0},      {"9 heures", 540},
        {"25h", -1},       {"9h60", -1},         {"9", -1},     {"matin", -1},  {"9h3", -1},
        {"24h30", -1},     {"9h30 environ", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int minutes = -1;
        assert_int_equal(value_minutes(cases[i].text, &minutes), cases[i].minutes >= 0);
        if (cases[i].minutes >= 0) assert_int_equal(minutes, cases[i].minutes);
    }
}

static void positions_that_are_not_degrees_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *lon, *lat;
        enum point_problem problem;
    } cases[] = {
        {"2.330191", "48.833813", POINT_FINE},
        {"2,330191", "48,833813", POINT_FINE},
        {"-61.5", "16.2", POINT_FINE},
        {"55.45", "-20.88", POINT_FINE},
        {NULL, NULL, POINT_ABSENT},
        {"2.33", NULL, POINT_HALF},
        {NULL, "48.83", POINT_HALF},
        {"650832.7", "6859515.05", POINT_LAMBERT_93},
        {"650 832,7", "6 859 515,05", POINT_LAMBERT_93},
        {"6859515.05", "650832.7", POINT_LAMBERT_93},
        {"48.833813", "2.330191", POINT_SWAPPED},
        {"est", "nord", POINT_NO_NUMBER},
        {"2.33.1", "48.8", POINT_NO_NUMBER},
        {"181", "48", POINT_OUTSIDE},
        {"2", "91", POINT_OUTSIDE},
        {"0", "0", POINT_OUTSIDE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct point point;
        assert_int_equal(value_point(cases[i].lon, cases[i].lat, &point), cases[i].problem);
    }
    struct point point;
    value_point("2,330191", "48,833813", &point);
    assert_true(point.lon == 2.330191 && point.lat == 48.833813);
}

static void numbers_are_the_nearest_that_the_c_library_reads(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "0",
        "-0",
        "2",
        "2.330191",
        "-61.5",
        "48.8338131",
        ".5",
        "5.",
        "0000000.1",
        "123456789012345",
        "0.000000000000001",
        "9007199254740993",
        "2.330191234567891234",
        "0.1234567890123456",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double number = 0.0, expected = strtod(cases[i], NULL);
        assert_true(value_number(cases[i], &number));
        assert_memory_equal(&number, &expected, sizeof number);
    }
    char text[32];
    for (unsigned i = 0; i < 200000; i++) {
        snprintf(text, sizeof text, "%u.%0*u", i % 180, 1 + (int)(i % 9),
                 i * 2654435761U % 1000000000U);
        double number = 0.0, expected = strtod(text, NULL);
        assert_true(value_number(text, &number));
        assert_memory_equal(&number, &expected, sizeof number);
    }
    static const char *const refused[] = {"",      "-",   ".",   ",",   "1.2.3",
                                          "1,2,3", "1e5", "--1", "2.3°"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        double number = 0.0;
        assert_false(value_number(refused[i], &number));
    }
}

static void identifiers_keep_their_zeros(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        const char *id; /* NULL: refused */
    } cases[] = {
        {"750020927", 9, "750020927"}, {"10000024", 9, "010000024"},
        {"2A0000145", 9, "2A0000145"}, {"75 002 092 7", 9, "750020927"},
        {"7500209271", 9, NULL},       {"7500", 9, NULL},
        {"75002092X", 9, NULL},        {"10001234567", 11, "10001234567"},
        {"1000123456A", 11, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pool pool = {0};
        const char *id = NULL;
        assert_int_equal(value_identifier(cases[i].text, cases[i].length, &pool, &id),
                         cases[i].id != NULL);
        if (cases[i].id != NULL) assert_string_equal(id, cases[i].id);
        pool_free(&pool);
    }
}

static void sites_are_http_and_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *text, *site; /* NULL: refused */
    } cases[] = {
        {"https://exemple.fr/rdv", "https://exemple.fr/rdv"},
        {"HTTP://exemple.fr", "HTTP://exemple.fr"},
        {"www.exemple.fr", "https://www.exemple.fr"},
        {"exemple.fr/rdv", "https://exemple.fr/rdv"},
        {"javascript:alert(1)", NULL},
        {"data:text/html,x.y", NULL},
        {"ftp://exemple.fr", NULL},
        {"//exemple.fr", NULL},
        {"https://exemple.fr/\"onclick", NULL},
        {"voir doctolib.fr", NULL},
        {"doctolib", NULL},
        {"contact@exemple.example", NULL},
        {"https://contact@exemple.example", NULL},
        {"https://", NULL},
        {"https://exemple", NULL},
        {"https://exemple.example/@moi", "https://exemple.example/@moi"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pool pool = {0};
        const char *site = NULL;
        assert_int_equal(value_website(cases[i].text, &pool, &site), cases[i].site != NULL);
        if (cases[i].site != NULL) assert_string_equal(site, cases[i].site);
        pool_free(&pool);
    }
}

static void sectors_of_fees_have_one_code(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code; /* NULL: refused */
    } cases[] = {
        {"1", "1"},
        {"Secteur 1", "1"},
        {"2 OPTAM", "2"},
        {"secteur 2", "2"},
        {"c1", "1"},
        {"non conventionné", "0"},
        {"Honoraires libres", "3"},
        {"12", NULL},
        {"4", NULL},
        {"cher", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *code = NULL;
        assert_int_equal(value_fees(cases[i].text, &code), cases[i].code != NULL);
        if (cases[i].code != NULL) assert_string_equal(code, cases[i].code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yes_and_no_are_read_and_empty_is_unknown),
        cmocka_unit_test(telephones_take_one_shape),
        cmocka_unit_test(what_follows_a_telephone_is_not_lost),
        cmocka_unit_test(days_are_read_as_french_people_write_them),
        cmocka_unit_test(times_of_day_are_minutes),
        cmocka_unit_test(positions_that_are_not_degrees_are_named),
        cmocka_unit_test(numbers_are_the_nearest_that_the_c_library_reads),
        cmocka_unit_test(identifiers_keep_their_zeros),
        cmocka_unit_test(sites_are_http_and_nothing_else),
        cmocka_unit_test(sectors_of_fees_have_one_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
