/* SPDX-License-Identifier: GPL-3.0-or-later */
/* opening_at against a slow oracle: every minute of two seasons is coloured open, closed or unsaid,
 * from the C library's reading of the clock, and answers are found by walking minute by minute. */
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

static struct timetable table_of(const struct shop *shop)
{
    return (struct timetable){.hours = &shop->hours,
                              .closures = shop->closures,
                              .closure_count = shop->closure_count,
                              .rules = paris};
}

static bool is_shut(const struct shop *shop, day date)
{
    for (size_t i = 0; i < shop->closure_count; i++) {
        if (date >= shop->closures[i].first && date <= shop->closures[i].last) return true;
    }
    return false;
}

static bool has_hours(const struct shop *shop, int weekday)
{
    for (size_t i = 0; i < shop->hours.count; i++) {
        if (shop->hours.spans[i].weekday == weekday) return true;
    }
    return false;
}

static void paint(const struct season *season, int from, int to, char colour, char *out)
{
    to = minute_showing(season, to);
    for (int minute = minute_showing(season, from); minute < to; minute++) {
        if (out[minute] != 'o') out[minute] = colour;
    }
}

/* Those of one day, with the hours of `weekday`. */
static void paint_hours(const struct season *season, const struct shop *shop, int date, int weekday,
                        char colour, char *out)
{
    for (size_t i = 0; i < shop->hours.count; i++) {
        const struct hours_span *span = &shop->hours.spans[i];
        if (span->weekday != weekday) continue;
        paint(season, date * 1440 + span->opens, date * 1440 + span->closes, colour, out);
    }
}

/* 'c'losed, 'o'pen, '?' not said. */
static void colour(const struct season *season, const struct shop *shop, char *out)
{
    memset(out, 'c', MINUTES);
    for (int date = -1; date <= DAYS; date++) { /* the clock is an hour ahead at the end */
        int weekday = day_weekday(season->first + date);
        if (is_shut(shop, season->first + date)) continue;
        if (shop->round_the_clock || !is_holiday(season->first + date)) {
            paint_hours(season, shop, date, weekday, 'o', out);
        } else if (has_hours(shop, HOURS_HOLIDAY)) {
            paint_hours(season, shop, date, HOURS_HOLIDAY, 'o', out);
        } else if (has_hours(shop, weekday)) {
            paint(season, date * 1440, date * 1440 + 1440, '?', out);
            paint_hours(season, shop, date, weekday, '?', out);
        }
    }
}

static struct opening slow_opening(const struct season *season, const char *open, int minute)
{
    struct opening opening = {.state = open[minute] == 'o' ? OPEN_YES : OPEN_NO,
                              .from = INSTANT_NONE,
                              .until = INSTANT_NONE,
                              .next = INSTANT_NONE};
    if (open[minute] == '?') {
        opening.state = OPEN_UNKNOWN;
        opening.is_holiday = true;
        return opening;
    }
    int last_day = season->reading[minute] / 1440 + 14;
    int at = minute;
    bool is_open = open[minute] == 'o';
    while (at < MINUTES && (open[at] == 'o') == is_open) at++;
    if (at == MINUTES) return opening;
    if (is_open) opening.until = season->from + at * 60;
    if (!is_open && season->reading[at] / 1440 <= last_day) {
        opening.next = season->from + at * 60;
    }
    return opening;
}

static void check_minute(const struct season *season, const struct shop *shop, const char *open,
                         int minute, int second)
{
    instant at = season->from + minute * 60 + second;
    struct opening slow = slow_opening(season, open, minute);
    const struct timetable table = table_of(shop);
    struct opening fast = opening_at(&table, at);
    if (fast.state == slow.state && fast.is_holiday == slow.is_holiday &&
        fast.until == slow.until && fast.next == slow.next)
        return;
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
    static char open[MINUTES];
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
        "lundi-samedi 9h-19h sauf jours fériés",
        "dimanche et jours fériés 10h-13h",
        "lundi-vendredi 20h-2h, jours fériés 22h-6h",
        "7j/7 y compris jours fériés 8h-20h",
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

static void without_hours_only_days_said_to_be_closed_are_known(void **state)
{
    (void)state;
    instant noon = spring.from + 43200, days = 86400;
    struct closure closure = {spring.first + 3, spring.first + 5};
    const struct timetable table = {.closures = &closure, .closure_count = 1, .rules = paris};
    const struct {
        instant from, to;
        enum open_state state;
    } cases[] = {
        {noon, noon + 60, OPEN_UNKNOWN},
        {noon + 2 * days, noon + 4 * days, OPEN_UNKNOWN},
        {noon + 3 * days, noon + 3 * days + 60, OPEN_NO},
        {noon + 3 * days, noon + 5 * days, OPEN_NO},
        {noon + 5 * days, noon + 6 * days, OPEN_UNKNOWN},
        {noon + 6 * days, noon + 6 * days + 60, OPEN_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct opening opening = opening_within(&table, cases[i].from, cases[i].to);
        assert_false(opening.is_holiday);
        assert_int_equal(opening.state, cases[i].state);
        assert_int_equal(opening.until, INSTANT_NONE);
        assert_int_equal(opening.next, INSTANT_NONE);
    }
    struct opening then = opening_at(&table, noon + 4 * days);
    assert_int_equal(then.state, OPEN_NO);
    assert_int_equal(opening_at(&table, noon).state, OPEN_UNKNOWN);
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
        {"mercredi 9h-12h, jours fériés fermé", "2026-11-11T10:00", NULL, "2026-11-18T09:00"},
        {"mercredi 9h-12h, jours fériés 10h-11h", "2026-11-11T09:30", NULL, "2026-11-11T10:00"},
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
        const struct timetable table = table_of(&shop);
        struct opening opening = opening_at(&table, at);
        assert_int_equal(opening.state, cases[i].until != NULL ? OPEN_YES : OPEN_NO);
        assert_int_equal(opening.until, until);
        assert_int_equal(opening.next, next);
    }
}

static void a_public_holiday_that_the_hours_do_not_name_is_not_known(void **state)
{
    (void)state;
    static const struct {
        const char *hours, *at;
        enum holiday_law law;
        enum open_state state;
    } cases[] = {
        {"mercredi 9h-12h", "2026-11-11T10:00", HOLIDAYS_NATIONAL, OPEN_UNKNOWN},
        {"mercredi 9h-12h", "2026-11-11T20:00", HOLIDAYS_NATIONAL, OPEN_UNKNOWN},
        {"jeudi 9h-12h", "2026-11-11T10:00", HOLIDAYS_NATIONAL, OPEN_NO},
        {"mercredi 20h-2h", "2026-11-12T01:00", HOLIDAYS_NATIONAL, OPEN_UNKNOWN},
        {"mercredi 20h-2h", "2026-11-12T03:00", HOLIDAYS_NATIONAL, OPEN_NO},
        {"mardi 20h-2h, mercredi 9h-12h", "2026-11-11T01:00", HOLIDAYS_NATIONAL, OPEN_YES},
        {"samedi 9h-12h", "2026-12-26T10:00", HOLIDAYS_NATIONAL, OPEN_YES},
        {"samedi 9h-12h", "2026-12-26T10:00", HOLIDAYS_ALSACE_MOSELLE, OPEN_UNKNOWN},
        {"lundi-samedi 9h-12h sauf jours fériés", "2026-12-26T10:00", HOLIDAYS_ALSACE_MOSELLE,
         OPEN_NO},
        /* Good Friday: a holiday in some communes */
        {"lundi-samedi 9h-12h sauf jours fériés", "2026-04-03T10:00", HOLIDAYS_ALSACE_MOSELLE,
         OPEN_UNKNOWN},
        {"24h/24", "2026-12-25T10:00", HOLIDAYS_NATIONAL, OPEN_YES},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct shop shop = {0};
        instant at;
        read_hours(cases[i].hours, &shop);
        struct timetable table = table_of(&shop);
        table.law = cases[i].law;
        assert_int_equal(instant_parse(paris, cases[i].at, &at), STATUS_OK);
        struct opening opening = opening_at(&table, at);
        if (opening.state != cases[i].state) fail_msg("%s at %s", cases[i].hours, cases[i].at);
        assert_int_equal(opening.is_holiday, cases[i].state == OPEN_UNKNOWN);
    }
}

/* The first moment of the time asked at which it is open, by walking. */
static void a_time_is_open_when_some_moment_of_it_is(void **state)
{
    (void)state;
    static char open[MINUTES];
    unsigned seed = 4, states[3] = {0};
    static const char *const texts[] = {"lundi-vendredi 8h30-12h30, 14h-19h",
                                        "mercredi 9h-12h, jours fériés fermé", "7j/7 20h-2h",
                                        "dimanche et jours fériés 10h-13h", "vendredi 9h-10h"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct shop shop = {.closure_count = i % 2};
        read_hours(texts[i], &shop);
        shop.closures[0] = (struct closure){spring.first + 20, spring.first + 45};
        colour(&spring, &shop, open);
        const struct timetable table = table_of(&shop);
        for (int question = 0; question < 2000; question++) {
            int from = (int)dice(&seed, 60 * 1440), last = from, unsaid = 0;
            int to = from + 1 + (int)dice(&seed, question % 2 ? 600 : 40 * 1440);
            while (last < to && open[last] != 'o') unsaid += open[last++] == '?';
            struct opening opening =
                opening_within(&table, spring.from + from * 60, spring.from + to * 60);
            states[opening.state]++;
            if (last < to) {
                struct opening then = slow_opening(&spring, open, last);
                assert_int_equal(opening.state, OPEN_YES);
                assert_int_equal(opening.until, then.until);
                assert_int_equal(opening.from,
                                 last == from ? INSTANT_NONE : spring.from + last * 60);
            } else {
                /* a holiday of which nothing is said is unknown from its first minute to its last,
                 * so a time that touches it holds one of them */
                assert_int_equal(opening.state, unsaid > 0 ? OPEN_UNKNOWN : OPEN_NO);
            }
        }
    }
    for (size_t i = 0; i < 3; i++) assert_true(states[i] > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(written_hours_open_and_close_as_a_minute_by_minute_scan_says),
        cmocka_unit_test(round_the_clock_ends_only_at_a_closure),
        cmocka_unit_test(random_hours_and_closures_agree_with_a_minute_by_minute_scan),
        cmocka_unit_test(without_hours_only_days_said_to_be_closed_are_known),
        cmocka_unit_test(a_public_holiday_that_the_hours_do_not_name_is_not_known),
        cmocka_unit_test(a_time_is_open_when_some_moment_of_it_is),
        cmocka_unit_test(a_few_answers_are_those_a_person_would_give),
    };
    return cmocka_run_group_tests(tests, open_seasons, close_seasons);
}
