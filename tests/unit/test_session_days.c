/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases.h"
#include "importer/words/session_days.h"

static void check_case(const char *const *fields, size_t line, void *context)
{
    const day *today = context;
    day days[SESSION_DAYS_MAX];
    size_t count = 0;
    struct buffer told = {0};
    buffer_text(&told, "");
    if (session_days_read(fields[0], *today, days, &count) == SESSION_DAYS_FINE) {
        for (size_t i = 0; i < count; i++) {
            if (i > 0) buffer_char(&told, ' ');
            day_format(days[i], &told);
        }
    } else {
        buffer_char(&told, '!');
    }
    if (strcmp(told.data, fields[1]) != 0) {
        fail_msg("session_days.tsv:%zu: %s: %s", line, fields[0], told.data);
    }
    buffer_free(&told);
}

static void days_are_read_as_people_write_them(void **state)
{
    (void)state;
    day today = 0;
    assert_int_equal(day_parse("2026-11-23", &today), STATUS_OK);
    assert_true(cases_each("tests/cases/session_days.tsv", check_case, &today) >= 30);
}

static void more_days_than_a_season_has_are_refused(void **state)
{
    (void)state;
    char text[5 * 70] = "";
    day days[SESSION_DAYS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < 61; i++) strcat(text, "1/1, ");
    assert_int_equal(session_days_read(text, 0, days, &count), SESSION_DAYS_TOO_MANY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_read_as_people_write_them),
        cmocka_unit_test(more_days_than_a_season_has_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
