/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked up against what is reckoned: opening_within, and sessions whose rule libical
 * follows (test_opening and test_calendar judge those two). Many schedules and instants at random,
 * most of them at the edges: of openings, of days, of the almanac, of changes of the clocks. */
#include "check.h"
#include "schedule/rule_days.h"
#include "schedule/weeks.h"

#include <stdio.h>
#include <string.h>

#define FIRST_DAY "2026-10-01"
#define WEEKS 120
#define INSTANTS 400
#define RULES 2000

/* Beirut's clocks change at midnight, Casablanca's around Ramadan, Lord Howe's by half an hour. */
static const char *const zones[] = {"Europe/Paris",      "America/Cayenne", "Pacific/Wallis",
                                    "Africa/Casablanca", "Asia/Beirut",     "Australia/Lord_Howe"};

static uint64_t state = 1;

static int below(int bound)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((state >> 33) % (uint64_t)bound);
}

static int among(const int *choices, size_t count)
{
    return choices[below((int)count)];
}

static day day_of(const char *text)
{
    day date = 0;
    assert_int_equal(day_parse(text, &date), STATUS_OK);
    return date;
}

/* --- weekly hours ------------------------------------------------------------------------- */

/* In order within a day, as publishing leaves them; over midnight they may touch or overlap. */
static void add_random_day(struct hours *hours, int weekday, bool often_late)
{
    static const int lengths[] = {30, 180, 240, 420, 600, 1440};
    int from = below(4) == 0 ? 0 : 30 * below(30);
    for (int i = below(4); i > 0 && from < 1440; i--) {
        int length = among(lengths, 6), closes = from + length;
        if (closes > 1440 && !(often_late || below(4) == 0)) closes = 1440;
        hours->spans[hours->count++] = (struct hours_span){
            .weekday = (uint8_t)weekday, .opens = (uint16_t)from, .closes = (uint16_t)closes};
        from = closes + 30 * (1 + below(8));
    }
}

static void make_random_hours(struct hours *out)
{
    bool is_late = below(3) == 0, is_regular = below(2) == 0;
    *out = (struct hours){0};
    for (int weekday = 0; weekday < 7; weekday++) {
        if (below(5) > 0) add_random_day(out, weekday, is_late);
    }
    if (is_regular && below(6) == 0) { /* round the clock, or all but */
        out->count = 0;
        for (int weekday = 0; weekday < 7 - below(2); weekday++)
            out->spans[out->count++] =
                (struct hours_span){.weekday = (uint8_t)weekday, .closes = 1440};
    }
    if (below(3) > 0 && out->count > 0) return;
    out->spans[out->count++] = (struct hours_span){
        .weekday = HOURS_HOLIDAY, .opens = (uint16_t)(below(2) * 600), .closes = 0};
    if (out->spans[out->count - 1].opens > 0) out->spans[out->count - 1].closes = 960;
}

static instant random_instant(const struct timezone_rules *rules, const struct hours *hours,
                              day first)
{
    static const int near[] = {0, 0, 0, -1, 1, -60, 60, 59, 3600, -3600};
    static const int edges[] = {0, 1, 2, ALMANAC_DAYS - 1, ALMANAC_DAYS, ALMANAC_DAYS - 8};
    day date = first - 20 + below(ALMANAC_DAYS + 40);
    if (below(8) == 0) date = first + among(edges, 6);
    const struct hours_span *span = &hours->spans[below((int)hours->count)];
    int minute = below(3) == 0 ? below(1440) : below(2) == 0 ? span->opens : span->closes % 1440;
    if (below(10) == 0) minute = 0;
    return instant_of(rules, date, minute) + among(near, 10);
}

struct asking {
    const struct weeks *weeks;
    const struct almanac *almanac;
    size_t asked, found;
};

static void check_opening(struct asking *asking, uint32_t number, const struct timetable *table,
                          instant from, instant to)
{
    struct opening found = {0};
    asking->asked++;
    if (!weeks_look_up(asking->weeks, number, asking->almanac, table, from, to, &found)) return;
    const struct opening reckoned = opening_within(table, from, to);
    asking->found++;
    if (found.state == reckoned.state && found.is_holiday == reckoned.is_holiday &&
        found.from == reckoned.from && found.until == reckoned.until && found.next == reckoned.next)
        return;
    struct buffer text = {0};
    hours_format(table->hours, &text);
    fail_msg("%s, law %d, from %lld to %lld: found %d %lld %lld %lld, reckoned %d %lld %lld %lld",
             text.data, table->law, (long long)from, (long long)to, found.state,
             (long long)found.from, (long long)found.until, (long long)found.next, reckoned.state,
             (long long)reckoned.from, (long long)reckoned.until, (long long)reckoned.next);
}

static void check_week(struct asking *asking, struct weeks *weeks, day first)
{
    struct hours hours, said;
    struct closure closures[2];
    uint32_t number = 0, again = 0;
    make_random_hours(&hours);
    assert_true(weeks_add(weeks, hours.spans, hours.count, &number));
    assert_true(weeks_add(weeks, hours.spans, hours.count, &again));
    assert_int_equal(number, again);
    weeks_hours(weeks, number, &said);
    assert_int_equal(said.count, hours.count);
    assert_memory_equal(said.spans, hours.spans, hours.count * sizeof *hours.spans);
    for (int i = 0; i < 2; i++) {
        closures[i].first = first + below(ALMANAC_DAYS);
        closures[i].last = closures[i].first + below(20);
    }
    const struct timetable table = {.hours = &hours,
                                    .closures = closures,
                                    .closure_count = (size_t)below(3),
                                    .law = (enum holiday_law)below(HOLIDAYS_LAW_COUNT),
                                    .rules = asking->almanac->rules};
    for (int i = 0; i < INSTANTS; i++) {
        instant from = random_instant(table.rules, &hours, first);
        instant to = below(2) == 0 ? from : from + below(12 * 86400);
        check_opening(asking, number, &table, from, to);
    }
}

static void hours_that_are_looked_up_are_those_that_are_reckoned(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        struct timezone_rules *rules = NULL;
        struct almanac almanac;
        struct weeks weeks = {0};
        struct asking asking = {.weeks = &weeks, .almanac = &almanac};
        assert_int_equal(timezone_open(zones[i], &rules), STATUS_OK);
        almanac_make(&almanac, rules, day_of(FIRST_DAY));
        for (int week = 0; week < WEEKS; week++) check_week(&asking, &weeks, almanac.first);
        weeks_finish(&weeks);
        assert_true(asking.found > asking.asked / 2); /* else it would be of no use */
        weeks_free(&weeks);
        timezone_close(rules);
    }
}

static void beyond_its_days_an_almanac_says_nothing(void **unused)
{
    (void)unused;
    static const struct hours_span daily = {.weekday = 2, .opens = 540, .closes = 1080};
    struct timezone_rules *rules = NULL;
    struct almanac almanac;
    struct weeks weeks = {0};
    struct opening opening;
    uint32_t number = 0;
    assert_int_equal(timezone_open("Europe/Paris", &rules), STATUS_OK);
    almanac_make(&almanac, rules, day_of("2027-01-05")); /* a Tuesday; the Wednesday is open */
    assert_true(weeks_add(&weeks, &daily, 1, &number));
    const struct timetable table = {.rules = rules};
    instant tuesday = instant_of(rules, almanac.first, 720);
    assert_false(weeks_look_up(&weeks, number, &almanac, &table, tuesday, tuesday, &opening));
    instant wednesday = tuesday + 86400, last = tuesday + (instant)(ALMANAC_DAYS - 1) * 86400;
    assert_true(weeks_look_up(&weeks, number, &almanac, &table, wednesday, wednesday, &opening));
    assert_int_equal(opening.state, OPEN_YES);
    assert_int_equal(opening.until, instant_of(rules, almanac.first + 1, 1080));
    assert_false(weeks_look_up(&weeks, number, &almanac, &table, last, last, &opening));
    weeks_free(&weeks);
    timezone_close(rules);
}

/* --- sessions ----------------------------------------------------------------------------- */

static void make_random_rule(char out[200])
{
    static const char *const rules[] = {"FREQ=DAILY",
                                        "FREQ=DAILY;INTERVAL=3",
                                        "FREQ=WEEKLY",
                                        "FREQ=WEEKLY;BYDAY=TU",
                                        "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,SA",
                                        "FREQ=MONTHLY;BYDAY=1SA",
                                        "FREQ=MONTHLY;BYDAY=-1FR",
                                        "FREQ=MONTHLY;BYMONTHDAY=31",
                                        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
                                        "FREQ=YEARLY",
                                        "FREQ=YEARLY;INTERVAL=3",
                                        "FREQ=YEARLY;BYMONTH=10;BYDAY=SU"};
    static const char *const ends[] = {"",
                                       "",
                                       ";COUNT=5",
                                       ";COUNT=60",
                                       ";UNTIL=20261215",
                                       ";UNTIL=20270315T093000",
                                       ";UNTIL=20270601T235959Z",
                                       ";UNTIL=20300101"};
    snprintf(out, 200, "%s%s", rules[below(12)], ends[below(8)]);
}

#define DATES_MAX 40
static void check_session(const struct session *session, const struct session *known,
                          const struct timezone_rules *rules, day first)
{
    struct interval followed[DATES_MAX], found[DATES_MAX];
    size_t followed_count = 0, found_count = 0;
    instant from = instant_of(rules, first - 10 + below(ALMANAC_DAYS + 20), 30 * below(48));
    instant to = from + (below(2) == 0 ? 1 : below(800 * 86400));
    size_t limit = (size_t)(below(3) == 0 ? 1 : 1 + below(DATES_MAX));
    enum status status =
        session_occurrences(session, rules, from, to, limit, followed, &followed_count);
    assert_int_equal(session_occurrences(known, rules, from, to, limit, found, &found_count),
                     status);
    assert_int_equal(found_count, followed_count);
    for (size_t i = 0; i < found_count; i++) {
        assert_int_equal(found[i].from, followed[i].from);
        assert_int_equal(found[i].to, followed[i].to);
    }
}

static void sessions_that_are_looked_up_are_those_of_their_rule(void **unused)
{
    (void)unused;
    struct timezone_rules *rules = NULL;
    day first = day_of(FIRST_DAY);
    assert_int_equal(timezone_open("Europe/Paris", &rules), STATUS_OK);
    for (int i = 0; i < RULES; i++) {
        char rrule[200];
        struct rule_days days;
        struct closure closure = {first + below(200), first + 200};
        make_random_rule(rrule);
        uint16_t opens = (uint16_t)(30 * below(48));
        struct session session = {.first = first - 900 + below(1200),
                                  .opens = opens,
                                  .closes = (uint16_t)(opens + 30 * (1 + below(48))),
                                  .rrule = rrule,
                                  .exdates = below(3) == 0 ? "2026-11-03,2027-01-05" : NULL,
                                  .closures = &closure,
                                  .closure_count = below(3) == 0};
        struct session known = session;
        assert_int_equal(rule_days_make(&session, rules, first, &days), STATUS_OK);
        known.rule_days = &days;
        for (int k = 0; k < 20; k++) check_session(&session, &known, rules, first);
    }
    timezone_close(rules);
}

static void a_rule_without_an_hour_does_not_mind_it(void **unused)
{
    (void)unused;
    assert_false(rule_minds_the_hour("FREQ=WEEKLY;BYDAY=TU"));
    assert_false(rule_minds_the_hour("FREQ=WEEKLY;UNTIL=20261215;BYDAY=TU,TH"));
    assert_true(rule_minds_the_hour("FREQ=WEEKLY;UNTIL=20261215T093000;BYDAY=TU"));
    assert_true(rule_minds_the_hour("FREQ=DAILY;UNTIL=20261215T225959Z"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_that_are_looked_up_are_those_that_are_reckoned),
        cmocka_unit_test(beyond_its_days_an_almanac_says_nothing),
        cmocka_unit_test(sessions_that_are_looked_up_are_those_of_their_rule),
        cmocka_unit_test(a_rule_without_an_hour_does_not_mind_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
