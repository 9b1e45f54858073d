/* SPDX-License-Identifier: GPL-3.0-or-later */
/* opening_at against a slow oracle: every minute of two seasons is coloured open or closed, from
 * the C library's reading of the clock, and answers are found by walking minute by minute. */
#include "check.h"
#include "geodata/schedule.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAYS 100
#define MINUTES (DAYS * 1440)

struct season {
    instant from; /* a whole minute */
    day first;    /* local day of `from` */
    int32_t
        reading[MINUTES]; /* of the clock: minutes since the local midnight that began `first` */
};

/* Written by hand, not computed. */
static const char *const holidays[] = {"2026-04-06", "2026-05-01", "2026-05-08",
                                       "2026-05-14", "2026-05-25", "2026-11-01",
                                       "2026-11-11", "2026-12-25", NULL};

static struct season spring, autumn;
static struct timezone_rules *paris;

static day day_of(const char *text)
{
    day date = 0;
    assert_int_equal(day_parse(text, &date), STATUS_OK);
    return date;
}

static void read_season(struct season *season, struct tm start)
{
    season->from = mktime(&start);
    season->first =
        day_from_civil((struct civil){start.tm_year + 1900, start.tm_mon + 1, start.tm_mday});
    for (int i = 0; i < MINUTES; i++) {
        time_t at = (time_t)(season->from + i * 60);
        struct tm local;
        localtime_r(&at, &local);
        struct civil civil = {local.tm_year + 1900, local.tm_mon + 1, local.tm_mday};
        season->reading[i] =
            (day_from_civil(civil) - season->first) * 1440 + local.tm_hour * 60 + local.tm_min;
    }
}

static int open_seasons(void **state)
{
    (void)state;
    setenv("TZ", "Europe/Paris", 1);
    tzset();
    read_season(&spring, (struct tm){.tm_year = 126, .tm_mon = 1, .tm_mday = 20, .tm_isdst = 0});
    read_season(&autumn, (struct tm){.tm_year = 126, .tm_mon = 8, .tm_mday = 20, .tm_isdst = 1});
    return timezone_open("Europe/Paris", &paris) == STATUS_OK ? 0 : -1;
}

static int close_seasons(void **state)
{
    (void)state;
    timezone_close(paris);
    return 0;
}

/* The first minute of the season whose clock shows `local` or later. */
static int minute_showing(const struct season *season, int local)
{
    int guess = local - 120; /* the clock is at most an hour off the count */
    if (guess < 0) guess = 0;
    if (guess > MINUTES) return MINUTES;
    while (guess < MINUTES && season->reading[guess] < local) guess++;
    return guess;
}

static bool is_holiday(day date)
{
    for (size_t i = 0; holidays[i] != NULL; i++) {
        if (day_of(holidays[i]) == date) return true;
    }
    return false;
}

struct shop {
    struct hours hours;
    struct closure closures[4];
    size_t closure_count;
    bool round_the_clock;
};

static bool is_shut(const struct shop *shop, day date)
{
    for (size_t i = 0; i < shop->closure_count; i++) {
        if (date >= shop->closures[i].first && date <= shop->closures[i].last) return true;
    }
    return !shop->round_the_clock && is_holiday(date);
}

static void colour(const struct season *season, const struct shop *shop, bool *open)
{
    memset(open, 0, MINUTES * sizeof *open);
    for (int date = -1; date <= DAYS; date++) { /* the clock is an hour ahead at the end */
        if (is_shut(shop, season->first + date)) continue;
        for (size_t i = 0; i < shop->hours.count; i++) {
            const struct hours_span *span = &shop->hours.spans[i];
            if (span->weekday != day_weekday(season->first + date)) continue;
            int from = minute_showing(season, date * 1440 + span->opens);
            int to = minute_showing(season, date * 1440 + span->closes);
            for (int minute = from; minute < to; minute++) open[minute] = true;
        }
    }
}

static struct opening slow_opening(const struct season *season, const bool *open, int minute)
{
    struct opening opening = {open[minute] ? OPEN_YES : OPEN_NO, INSTANT_NONE, INSTANT_NONE};
    int last_day = season->reading[minute] / 1440 + 14;
    int at = minute;
    while (at < MINUTES && open[at] == open[minute]) at++;
    if (at == MINUTES) return opening;
    if (open[minute]) opening.until = season->from + at * 60;
    if (!open[minute] && season->reading[at] / 1440 <= last_day) {
        opening.next = season->from + at * 60;
    }
    return opening;
}

static void check_minute(const struct season *season, const struct shop *shop, const bool *open,
                         int minute, int second)
{
    instant at = season->from + minute * 60 + second;
    struct opening slow = slow_opening(season, open, minute);
    struct opening fast = opening_at(&shop->hours, shop->closures, shop->closure_count, paris, at);
    if (fast.state == slow.state && fast.until == slow.until && fast.next == slow.next) return;
    struct buffer text = {0};
    hours_format(&shop->hours, &text);
    buffer_text(&text, " at ");
    instant_format(paris, at, &text);
    fail_msg("%s: state %d for %d, until %lld for %lld, next %lld for %lld", text.data,
             (int)fast.state, (int)slow.state, (long long)fast.until, (long long)slow.until,
             (long long)fast.next, (long long)slow.next);
}

static unsigned dice(unsigned *seed, unsigned sides)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % sides;
}

/* Questions on any minute of the first 80 days, half of them within a day of the change or close to
 * midnight. */
static void ask_many(const struct season *season, const struct shop *shop, unsigned *seed,
                     int questions)
{
    static bool open[MINUTES];
    colour(season, shop, open);
    for (int i = 0; i < questions; i++) {
        int minute = (int)dice(seed, 80 * 1440);
        if (i % 4 == 1)
            minute = (season == &spring ? 37 : 35) * 1440 - 1440 + (int)dice(seed, 2880);
        if (i % 4 == 3) minute = (int)(1 + dice(seed, 79)) * 1440 - 90 + (int)dice(seed, 180);
        check_minute(season, shop, open, minute, (int)dice(seed, 60));
    }
}

static void read_hours(const char *text, struct shop *shop)
{
    struct buffer why = {0};
    if (hours_parse(text, &shop->hours, &why) != STATUS_OK) fail_msg("%s", why.data);
    buffer_free(&why);
}

static void written_hours_open_and_close_as_a_minute_by_minute_scan_says(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "lundi-vendredi 8h30-12h30, 14h-19h; samedi 9h-13h",
        "7j/7 20h-2h",
        "7j/7 22h-2h30",
        "7j/7 1h-2h30",
        "7j/7 2h-3h",
        "7j/7 2h15-2h45",
        "7j/7 2h30-8h",
        "7j/7 3h-3h30",
        "samedi 20h-24h; dimanche 0h-6h",
        "samedi 20h-2h; dimanche 2h-6h",
        "samedi 18h-8h; dimanche 7h-12h",
        "samedi, dimanche 0h-24h",
        "lundi-samedi 0h-24h",
        "7j/7 0h-23h59",
        "dimanche 10h-13h",
        "fermé",
    };
    unsigned seed = 1;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct shop shop = {0};
        read_hours(texts[i], &shop);
        ask_many(&spring, &shop, &seed, 800);
        ask_many(&autumn, &shop, &seed, 800);
    }
}

static void round_the_clock_ends_only_at_a_closure(void **state)
{
    (void)state;
    unsigned seed = 2;
    struct shop shop = {.round_the_clock = true};
    read_hours("24h/24", &shop);
    ask_many(&spring, &shop, &seed, 500);
    shop.closures[0] = (struct closure){spring.first + 30, spring.first + 50};
    shop.closures[1] = (struct closure){spring.first + 77, spring.first + 77};
    shop.closure_count = 2;
    ask_many(&spring, &shop, &seed, 4000);
    /* hand-made: from 8 to 8, day after day */
    for (size_t i = 0; i < 7; i++) {
        shop.hours.spans[i] = (struct hours_span){(uint8_t)i, 480, 480 + 1440};
    }
    ask_many(&spring, &shop, &seed, 4000);
}

static void random_hours_and_closures_agree_with_a_minute_by_minute_scan(void **state)
{
    (void)state;
    unsigned seed = 3;
    for (int round = 0; round < 60; round++) {
        const struct season *season = round % 2 ? &spring : &autumn;
        struct shop shop = {.closure_count = dice(&seed, 4)};
        for (unsigned weekday = 0; weekday < 7; weekday++) {
            unsigned minute = dice(&seed, 600);
            unsigned spans = dice(&seed, 4);
            for (unsigned i = 0; i < spans && minute < 1400; i++) {
                unsigned closes = minute + 1 + dice(&seed, i + 1 == spans ? 1000 : 300);
                shop.hours.spans[shop.hours.count++] =
                    (struct hours_span){(uint8_t)weekday, (uint16_t)minute, (uint16_t)closes};
                minute = closes + 1 + dice(&seed, 200);
            }
        }
        for (size_t i = 0; i < shop.closure_count; i++) {
            day first = season->first + (day)dice(&seed, 90);
            shop.closures[i] = (struct closure){first, first + (day)dice(&seed, 20)};
        }
        ask_many(season, &shop, &seed, 400);
    }
}

static void hours_that_are_not_known_are_neither_open_nor_closed(void **state)
{
    (void)state;
    struct closure closure = {spring.first, spring.first + 90};
    struct opening opening = opening_at(NULL, &closure, 1, paris, spring.from + 86400);
    assert_int_equal(opening.state, OPEN_UNKNOWN);
    assert_int_equal(opening.until, INSTANT_NONE);
    assert_int_equal(opening.next, INSTANT_NONE);
}

static void a_few_answers_are_those_a_person_would_give(void **state)
{
    (void)state;
    static const struct {
        const char *hours, *at, *until, *next;
    } cases[] = {
        {"lundi-vendredi 9h-12h, 14h-18h", "2026-11-23T09:00", "2026-11-23T12:00", NULL},
        {"lundi-vendredi 9h-12h, 14h-18h", "2026-11-23T12:00", NULL, "2026-11-23T14:00"},
        {"lundi-vendredi 9h-12h", "2026-11-27T12:00", NULL, "2026-11-30T09:00"},
        {"mercredi 9h-12h", "2026-11-11T10:00", NULL, "2026-11-18T09:00"}, /* armistice */
        {"24h/24", "2026-12-25T10:00", "", NULL},
        {"vendredi 20h-2h", "2026-11-28T01:59", "2026-11-28T02:00", NULL},
        {"jeudi 20h-2h", "2026-12-25T01:00", "2026-12-25T02:00", NULL}, /* of the eve */
        {"dimanche 0h-24h; lundi 0h-8h", "2026-11-22T10:00", "2026-11-23T08:00", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct shop shop = {0};
        instant at, until = INSTANT_NONE, next = INSTANT_NONE;
        read_hours(cases[i].hours, &shop);
        assert_int_equal(instant_parse(paris, cases[i].at, &at), STATUS_OK);
        bool ends = cases[i].until != NULL && cases[i].until[0] != '\0';
        if (ends) assert_int_equal(instant_parse(paris, cases[i].until, &until), STATUS_OK);
        if (cases[i].next != NULL) {
            assert_int_equal(instant_parse(paris, cases[i].next, &next), STATUS_OK);
        }
        struct opening opening = opening_at(&shop.hours, NULL, 0, paris, at);
        assert_int_equal(opening.state, cases[i].until != NULL ? OPEN_YES : OPEN_NO);
        assert_int_equal(opening.until, until);
        assert_int_equal(opening.next, next);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(written_hours_open_and_close_as_a_minute_by_minute_scan_says),
        cmocka_unit_test(round_the_clock_ends_only_at_a_closure),
        cmocka_unit_test(random_hours_and_closures_agree_with_a_minute_by_minute_scan),
        cmocka_unit_test(hours_that_are_not_known_are_neither_open_nor_closed),
        cmocka_unit_test(a_few_answers_are_those_a_person_would_give),
    };
    return cmocka_run_group_tests(tests, open_seasons, close_seasons);
}
