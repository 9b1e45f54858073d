/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/schedule.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define YEAR_2038 2145916800
#define YEAR_2100 4102444800

/* Instants around both changes of 2026 in Paris: 2026-03-29 01:00Z and 2026-10-25 01:00Z. */
#define SPRING 1774746000
#define AUTUMN 1792890000

static struct timezone_rules *open_zone(const char *name)
{
    struct timezone_rules *rules = NULL;
    assert_int_equal(timezone_open(name, &rules), STATUS_OK);
    return rules;
}

/* The C library's own reading of the zone files is the oracle. */
static void use_libc_zone(const char *name)
{
    setenv("TZ", name, 1);
    tzset();
}

static bool agrees_with_libc(const struct timezone_rules *rules, instant at)
{
    time_t time = (time_t)at;
    struct tm local;
    localtime_r(&time, &local);
    int minute;
    struct civil civil = day_civil(instant_day(rules, at, &minute));
    return civil.year == local.tm_year + 1900 && civil.month == local.tm_mon + 1 &&
           civil.day == local.tm_mday && minute == local.tm_hour * 60 + local.tm_min;
}

static void local_time_is_that_of_the_c_library_in_every_french_zone(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        instant to;
    } zones[] = {
        {"Europe/Paris", YEAR_2100},       {"America/Guadeloupe", YEAR_2100},
        {"America/Martinique", YEAR_2100}, {"America/Cayenne", YEAR_2100},
        {"Indian/Reunion", YEAR_2100},     {"Indian/Mayotte", YEAR_2100},
        {"Pacific/Noumea", YEAR_2100},     {"Pacific/Tahiti", YEAR_2100},
        {"Pacific/Marquesas", YEAR_2100},  {"Pacific/Wallis", YEAR_2100},
        {"America/Miquelon", YEAR_2038}, /* then libical 3.0.16 is an hour late one night a year */
    };
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        struct timezone_rules *rules = open_zone(zones[i].name);
        use_libc_zone(zones[i].name);
        for (instant at = 0; at < zones[i].to; at += 5 * 3600 + 7) {
            if (!agrees_with_libc(rules, at)) fail_msg("%s at %lld", zones[i].name, (long long)at);
        }
        timezone_close(rules);
    }
}

/* libical lists only the zones of zone.tab: another name is ICU's. */
static void a_zone_that_libical_does_not_list_is_read_from_icu(void **state)
{
    (void)state;
    if (access("/usr/share/zoneinfo/Europe/Kiev", R_OK) != 0) skip();
    struct timezone_rules *rules = open_zone("Europe/Kiev");
    use_libc_zone("Europe/Kiev");
    for (instant at = 1000000000; at < YEAR_2100; at += 5 * 3600 + 7) {
        assert_true(agrees_with_libc(rules, at));
    }
    timezone_close(rules);
}

static void every_minute_around_both_changes_is_that_of_the_c_library(void **state)
{
    (void)state;
    struct timezone_rules *rules = open_zone("Europe/Paris");
    use_libc_zone("Europe/Paris");
    static const instant changes[] = {SPRING, AUTUMN};
    for (size_t i = 0; i < 2; i++) {
        for (instant at = changes[i] - 86400; at < changes[i] + 86400; at += 20) {
            assert_true(agrees_with_libc(rules, at));
        }
    }
    timezone_close(rules);
}

/* What instant_of promises, said another way: the first instant at which a clock shows that time or
 * a later one. Found by walking through the C library's readings. */
static void a_local_time_is_the_first_instant_that_shows_it_or_a_later_one(void **state)
{
    (void)state;
    struct timezone_rules *rules = open_zone("Europe/Paris");
    use_libc_zone("Europe/Paris");
    static const instant changes[] = {SPRING, AUTUMN};
    for (size_t i = 0; i < 2; i++) {
        day date = instant_day(rules, changes[i], NULL);
        instant at = changes[i] - 2 * 86400;
        for (int minute = 0; minute < 1440; minute++) {
            for (;; at += 60) {
                time_t time = (time_t)at;
                struct tm local;
                localtime_r(&time, &local);
                day shown = day_from_civil(
                    (struct civil){local.tm_year + 1900, local.tm_mon + 1, local.tm_mday});
                if (shown > date) break;
                if (shown == date && local.tm_hour * 60 + local.tm_min >= minute) break;
            }
            assert_int_equal(instant_of(rules, date, minute), at);
        }
    }
    timezone_close(rules);
}

static void an_unknown_zone_is_not_found(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Nowhere/Nothing", "",
        "Europe/Paris ",   "../../etc/passwd",
        "GMT+2banana",     "A/zone/whose/name/is/longer/than/any/real/one/and/then/some"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct timezone_rules *rules = NULL;
        assert_int_equal(timezone_open(names[i], &rules), STATUS_NOT_FOUND);
        assert_null(rules);
    }
}

static void *open_and_ask(void *context)
{
    (void)context;
    for (int i = 0; i < 5; i++) {
        struct timezone_rules *rules = NULL;
        if (timezone_open(i % 2 ? "Europe/Paris" : "Indian/Reunion", &rules) != STATUS_OK) {
            return (void *)1;
        }
        timezone_close(rules);
    }
    return NULL;
}

static void threads_may_open_zones_at_once(void **state)
{
    (void)state;
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++) pthread_create(&threads[i], NULL, open_and_ask, NULL);
    for (size_t i = 0; i < 4; i++) {
        void *failed = NULL;
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
}

static void days_are_counted_as_the_c_library_counts_them(void **state)
{
    (void)state;
    for (day date = -800000; date < 2900000; date += 13) {
        time_t time = (time_t)date * 86400;
        struct tm utc;
        gmtime_r(&time, &utc);
        struct civil civil = day_civil(date);
        assert_int_equal(civil.year, utc.tm_year + 1900);
        assert_int_equal(civil.month, utc.tm_mon + 1);
        assert_int_equal(civil.day, utc.tm_mday);
        assert_int_equal(day_weekday(date), (utc.tm_wday + 6) % 7);
        assert_int_equal(day_from_civil(civil), date);
    }
}

static void days_are_read_in_both_notations_and_only_when_they_exist(void **state)
{
    (void)state;
    static const struct {
        const char *text, *iso; /* NULL: refused */
    } cases[] = {
        {"2026-11-22", "2026-11-22"}, {"22/11/2026", "2026-11-22"},
        {" 5/1/2026 ", "2026-01-05"}, {"29/02/2028", "2028-02-29"},
        {"2000-02-29", "2000-02-29"}, {"29/02/2026", NULL},
        {"2100-02-29", NULL},         {"31/04/2026", NULL},
        {"2026-13-01", NULL},         {"2026-00-10", NULL},
        {"2026-1-5", NULL},           {"22/11/26", NULL},
        {"22-11-2026", NULL},         {"2026-11-22x", NULL},
        {"2026-11-22 2", NULL},       {"", NULL},
        {"0000-01-01", NULL},         {"00/01/2026", NULL},
        {"11/22/2026", NULL},         {"-2026-11-22", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        day date;
        struct buffer shown = {0};
        enum status status = day_parse(cases[i].text, &date);
        if (cases[i].iso == NULL) {
            if (status != STATUS_INVALID) fail_msg("%s is read", cases[i].text);
            continue;
        }
        assert_int_equal(status, STATUS_OK);
        day_format(date, &shown);
        assert_string_equal(shown.data, cases[i].iso);
        buffer_free(&shown);
    }
}

static void instants_are_read_in_local_time_or_with_an_offset(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown; /* NULL: refused */
    } cases[] = {
        {"2026-11-22T14:05", "2026-11-22T14:05:00+01:00"},
        {"2026-11-22T14:05:09", "2026-11-22T14:05:09+01:00"},
        {"2026-11-22 14:05", "2026-11-22T14:05:00+01:00"},
        {"2026-07-14T14:05", "2026-07-14T14:05:00+02:00"},
        {"2026-11-22", "2026-11-22T00:00:00+01:00"},
        {"2026-11-22T13:05:00Z", "2026-11-22T14:05:00+01:00"},
        {"2026-11-22T13:05:00.123Z", "2026-11-22T14:05:00+01:00"},
        {"2026-11-22T09:05:00-04:00", "2026-11-22T14:05:00+01:00"},
        {"2026-11-22T18:35+0530", "2026-11-22T14:05:00+01:00"},
        {"2026-03-29T02:30", "2026-03-29T03:00:00+02:00"}, /* skipped */
        {"2026-10-25T02:30", "2026-10-25T02:30:00+02:00"}, /* twice: the first */
        {"2026-10-25T02:30+01:00", "2026-10-25T02:30:00+01:00"},
        {"2026-10-25T03:00", "2026-10-25T03:00:00+01:00"},
        {"2026-12-31T23:59:59Z", "2027-01-01T00:59:59+01:00"},
        {"1969-12-31T23:59:59Z", "1970-01-01T00:59:59+01:00"},
        {"2026-11-22T24:00", NULL},
        {"2026-11-22T14", NULL},
        {"2026-11-22T14:60", NULL},
        {"2026-11-22T14:05:60", NULL},
        {"2026-11-22T14:05 demain", NULL},
        {"2026-02-30T14:05", NULL},
        {"22/11/2026 14:05", NULL},
        {"2026-11-22T", NULL},
        {"2026-11-22T14:05+99:00", NULL},
        {"now", NULL},
        {"", NULL},
    };
    struct timezone_rules *rules = open_zone("Europe/Paris");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        instant at;
        struct buffer shown = {0};
        enum status status = instant_parse(rules, cases[i].text, &at);
        if (cases[i].shown == NULL) {
            if (status != STATUS_INVALID) fail_msg("%s is read", cases[i].text);
            continue;
        }
        assert_int_equal(status, STATUS_OK);
        instant_format(rules, at, &shown);
        assert_string_equal(shown.data, cases[i].shown);
        buffer_free(&shown);
    }
    timezone_close(rules);
}

static void what_an_instant_shows_is_read_as_the_same_instant(void **state)
{
    (void)state;
    struct timezone_rules *rules = open_zone("Europe/Paris");
    for (instant at = SPRING - 40000; at < AUTUMN + 100000; at += 1777) {
        struct buffer shown = {0};
        instant again;
        instant_format(rules, at, &shown);
        assert_int_equal(instant_parse(rules, shown.data, &again), STATUS_OK);
        assert_int_equal(again, at);
        buffer_free(&shown);
    }
    timezone_close(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(local_time_is_that_of_the_c_library_in_every_french_zone),
        cmocka_unit_test(a_zone_that_libical_does_not_list_is_read_from_icu),
        cmocka_unit_test(every_minute_around_both_changes_is_that_of_the_c_library),
        cmocka_unit_test(a_local_time_is_the_first_instant_that_shows_it_or_a_later_one),
        cmocka_unit_test(an_unknown_zone_is_not_found),
        cmocka_unit_test(threads_may_open_zones_at_once),
        cmocka_unit_test(days_are_counted_as_the_c_library_counts_them),
        cmocka_unit_test(days_are_read_in_both_notations_and_only_when_they_exist),
        cmocka_unit_test(instants_are_read_in_local_time_or_with_an_offset),
        cmocka_unit_test(what_an_instant_shows_is_read_as_the_same_instant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
