/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases.h"
#include "geodata/schedule.h"

#include <time.h>

#define OCCURRENCE_MAX 512

static struct timezone_rules *paris;

static int open_zone(void **state)
{
    (void)state;
    return timezone_open("Europe/Paris", &paris) == STATUS_OK ? 0 : -1;
}

static int close_zone(void **state)
{
    (void)state;
    timezone_close(paris);
    return 0;
}

static day day_of(const char *text)
{
    day date = 0;
    assert_int_equal(day_parse(text, &date), STATUS_OK);
    return date;
}

static instant at_of(const char *text)
{
    instant at = 0;
    assert_int_equal(instant_parse(paris, text, &at), STATUS_OK);
    return at;
}

static void check_case(const char *const *fields, size_t line, void *context)
{
    (void)context;
    const char *expected = fields[2];
    struct buffer rule = {0}, why = {0};
    enum status status = recurrence_parse(fields[0], day_of(fields[1]), &rule, &why);
    if (expected[0] != '!') {
        if (status != STATUS_OK) fail_msg("recurrence.tsv:%zu: %s: %s", line, fields[0], why.data);
        if (strcmp(rule.data, expected) != 0) {
            fail_msg("recurrence.tsv:%zu: %s: %s", line, fields[0], rule.data);
        }
    } else if (status != STATUS_INVALID || strstr(why.data, expected + 2) == NULL) {
        fail_msg("recurrence.tsv:%zu: %s: not refused as %s", line, fields[0], expected);
    } else {
        assert_int_equal(rule.length, 0);
    }
    buffer_free(&rule);
    buffer_free(&why);
}

static void what_coordinators_write_is_read_or_refused_as_the_table_says(void **state)
{
    (void)state;
    assert_true(cases_each("tests/cases/recurrence.tsv", check_case, NULL) >= 40);
}

/* Days of the occurrences, as `2026-11-03 2026-11-10`. */
static void list_days(const struct session *session, const char *from, const char *to,
                      struct buffer *out)
{
    struct interval found[OCCURRENCE_MAX];
    size_t count = 0;
    assert_int_equal(
        session_occurrences(session, paris, at_of(from), at_of(to), OCCURRENCE_MAX, found, &count),
        STATUS_OK);
    buffer_reset(out);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) buffer_char(out, ' ');
        day_format(instant_day(paris, found[i].from, NULL), out);
    }
    buffer_append(out, "", 0);
}

/* The examples of RFC 5545, section 3.8.5.3, whose results the RFC prints. */
/* --- another reading of rules, day by day, with nothing of libical -----------------------------
 */

static int part_number(const char *rule, const char *name, int otherwise)
{
    const char *at = strstr(rule, name);
    return at == NULL ? otherwise : atoi(at + strlen(name));
}

/* Days since 1 January 1970, which was a Thursday; weeks begin on Monday. */
static int week_of(day date)
{
    return (int)((date + 3) / 7);
}

static int month_of(day date)
{
    struct civil civil = day_civil(date);
    return civil.year * 12 + civil.month;
}

/* `TU`, `1SA`, `-1FR` in BYDAY=. */
static bool is_listed(const char *list, day date)
{
    static const char *const names[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    struct civil civil = day_civil(date);
    int weekday = (int)((date + 3) % 7), from_start = (civil.day - 1) / 7 + 1, from_end = -1;
    for (day later = date + 7; month_of(later) == month_of(date); later += 7) from_end--;
    for (const char *at = list; *at != '\0' && *at != ';'; at += *at == ',') {
        char *name = NULL;
        long position = strtol(at, &name, 10);
        bool placed = position == 0 || position == from_start || position == from_end;
        if (strncmp(name, names[weekday], 2) == 0 && placed) return true;
        at = name + 2;
    }
    return false;
}

static bool falls_on(const char *rule, day first, day date)
{
    int interval = part_number(rule, "INTERVAL=", 1), weekday = (int)((date - first) % 7);
    int month_day = part_number(rule, "BYMONTHDAY=", 0);
    const char *days = strstr(rule, "BYDAY=");
    struct civil civil = day_civil(date), begun = day_civil(first);
    if (days != NULL && !is_listed(days + 6, date)) return false;
    if (month_day != 0 && civil.day != month_day) return false;
    if (strstr(rule, "FREQ=DAILY") != NULL) return (date - first) % interval == 0;
    if (strstr(rule, "FREQ=WEEKLY") != NULL) {
        return (week_of(date) - week_of(first)) % interval == 0 && (days != NULL || weekday == 0);
    }
    bool same_day = days != NULL || month_day != 0 || civil.day == begun.day;
    return (month_of(date) - month_of(first)) % interval == 0 && same_day;
}

static void recurrences_may_say_when_they_begin(void **state)
{
    (void)state;
    static const struct {
        const char *text, *begins;
    } cases[] = {
        {"un mercredi sur deux à partir du 8/11", "2026-11-08"},
        {"un mercredi sur deux à partir du 2/12", "2026-12-02"},
        {"tous les mardis à partir du 5 janvier", "2027-01-05"},
        {"tous les mardis dès le 1er décembre", "2026-12-01"},
        {"tous les mardis du 3 novembre au 15 décembre 2026", "2026-11-03"},
        {"le premier samedi du mois", NULL},
        {"tous les mardis jusqu'au 15/12", NULL},
        {"le 15 du mois", NULL},
        {"FREQ=WEEKLY;BYDAY=TU", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        day begins = 0;
        enum status status = recurrence_start(cases[i].text, day_of("2026-11-23"), &begins);
        assert_int_equal(status, cases[i].begins == NULL ? STATUS_NOT_FOUND : STATUS_OK);
        if (cases[i].begins != NULL) assert_int_equal(begins, day_of(cases[i].begins));
    }
}

static void check_days(const char *const *fields, size_t line, void *context)
{
    const char *rule = fields[2];
    size_t *checked = context;
    if (rule[0] == '!' || strstr(rule, "YEARLY") != NULL || strstr(rule, "BYSETPOS") != NULL)
        return;
    day first = day_of(fields[1]), until = first + 400;
    struct session session = {.first = first, .opens = 540, .closes = 720, .rrule = rule};
    struct buffer found = {0}, expected = {0};
    list_days(&session, "2026-11-01", "2027-11-01", &found);
    int left = part_number(rule, "COUNT=", 1000);
    const char *end = strstr(rule, "UNTIL=");
    for (day date = first; date < until && date < day_of("2027-11-01") && left > 0; date++) {
        struct civil civil = day_civil(date);
        char digits[40];
        snprintf(digits, sizeof digits, "%04d%02d%02d", civil.year, civil.month, civil.day);
        if (end != NULL && strncmp(digits, end + 6, 8) > 0) break;
        if (!falls_on(rule, first, date)) continue;
        if (expected.length > 0) buffer_char(&expected, ' ');
        day_format(date, &expected);
        left--;
    }
    if (strcmp(found.data, expected.data) != 0) {
        fail_msg("recurrence.tsv:%zu: %s: %s, not %s", line, rule, found.data, expected.data);
    }
    buffer_free(&found);
    buffer_free(&expected);
    (*checked)++;
}

static void sessions_fall_on_the_days_that_another_reading_finds(void **state)
{
    (void)state;
    size_t checked = 0;
    cases_each("tests/cases/recurrence.tsv", check_days, &checked);
    assert_true(checked >= 75);
}

static void the_examples_of_the_standard_fall_on_the_days_it_prints(void **state)
{
    (void)state;
    static const struct {
        const char *first, *rule, *to, *days;
    } cases[] = {
        {"1997-09-02", "FREQ=DAILY;INTERVAL=10;COUNT=5", "1999-01-01",
         "1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12"},
        {"1997-09-02", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997-11-01",
         "1997-09-02 1997-09-16 1997-09-30 1997-10-14 1997-10-28"},
        {"1997-09-02", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "1999-01-01",
         "1997-09-02 1997-09-04 1997-09-09 1997-09-11 1997-09-16 1997-09-18 1997-09-23 "
         "1997-09-25 1997-09-30 1997-10-02"},
        {"1997-09-01", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
         "1999-01-01",
         "1997-09-01 1997-09-03 1997-09-05 1997-09-15 1997-09-17 1997-09-19 1997-09-29 "
         "1997-10-01 1997-10-03 1997-10-13 1997-10-15 1997-10-17 1997-10-27 1997-10-29 "
         "1997-10-31 1997-11-10 1997-11-12 1997-11-14 1997-11-24 1997-11-26 1997-11-28 "
         "1997-12-08 1997-12-10 1997-12-12 1997-12-22"},
        {"1997-09-05", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1999-01-01",
         "1997-09-05 1997-10-03 1997-11-07 1997-12-05 1998-01-02 1998-02-06 1998-03-06 "
         "1998-04-03 1998-05-01 1998-06-05"},
        {"1997-09-07", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "1999-01-01",
         "1997-09-07 1997-09-28 1997-11-02 1997-11-30 1998-01-04 1998-01-25 1998-03-01 "
         "1998-03-29 1998-05-03 1998-05-31"},
        {"1997-09-22", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1999-01-01",
         "1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19 1998-02-16"},
        {"1997-09-28", "FREQ=MONTHLY;BYMONTHDAY=-3", "1998-03-01",
         "1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26"},
        {"1997-09-02", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "1999-01-01",
         "1997-09-02 1997-09-15 1997-10-02 1997-10-15 1997-11-02 1997-11-15 1997-12-02 "
         "1997-12-15 1998-01-02 1998-01-15"},
        {"1997-06-10", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "2002-01-01",
         "1997-06-10 1997-07-10 1998-06-10 1998-07-10 1999-06-10 1999-07-10 2000-06-10 "
         "2000-07-10 2001-06-10 2001-07-10"},
        {"1997-01-01", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "2007-01-01",
         "1997-01-01 1997-04-10 1997-07-19 2000-01-01 2000-04-09 2000-07-18 2003-01-01 "
         "2003-04-10 2003-07-19 2006-01-01"},
        {"1997-05-19", "FREQ=YEARLY;BYDAY=20MO", "1999-12-31", "1997-05-19 1998-05-18 1999-05-17"},
        {"1997-05-12", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1999-12-31",
         "1997-05-12 1998-05-11 1999-05-17"},
        {"1997-09-02", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2000-12-31",
         "1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13"},
        {"1997-09-04", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1999-01-01",
         "1997-09-04 1997-10-07 1997-11-06"},
        {"1997-09-29", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1998-04-01",
         "1997-09-29 1997-10-30 1997-11-27 1997-12-30 1998-01-29 1998-02-26 1998-03-30"},
        {"1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1999-01-01",
         "1997-08-05 1997-08-10 1997-08-19 1997-08-24"},
        {"1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1999-01-01",
         "1997-08-05 1997-08-17 1997-08-19 1997-08-31"},
        {"2007-01-15", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2008-01-01",
         "2007-01-15 2007-01-30 2007-02-15 2007-03-15 2007-03-30"},
    };
    struct buffer days = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct session session = {
            .first = day_of(cases[i].first), .opens = 540, .closes = 600, .rrule = cases[i].rule};
        list_days(&session, cases[i].first, cases[i].to, &days);
        assert_string_equal(days.data, cases[i].days);
    }
    buffer_free(&days);
}

/* Asked for a later part, the answer is that part of the whole. */
static void a_session_long_past_its_first_day_falls_on_the_same_days(void **state)
{
    (void)state;
    static const char *const rules[] = {
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=MO,TU",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH,SU",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU",
        "FREQ=WEEKLY",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=1SA,-1MO",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;INTERVAL=2;BYWEEKNO=2,4;BYDAY=TU",
        "FREQ=DAILY;BYDAY=MO,TU;UNTIL=20240110",
        "FREQ=WEEKLY;BYDAY=TU;COUNT=100",
    };
    static struct interval whole[4096], part[4096];
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct session session = {.first = day_of("2016-02-29"),
                                  .opens = 1320,
                                  .closes = 1560, /* past midnight */
                                  .rrule = rules[i]};
        size_t all, some;
        assert_int_equal(session_occurrences(&session, paris, at_of("2016-01-01"),
                                             at_of("2026-01-01"), 4096, whole, &all),
                         STATUS_OK);
        for (instant from = at_of("2016-02-01"); from < at_of("2025-11-01"); from += 2000003) {
            instant to = from + 40 * 86400;
            assert_int_equal(session_occurrences(&session, paris, from, to, 4096, part, &some),
                             STATUS_OK);
            size_t expected = 0;
            for (size_t j = 0; j < all; j++) {
                if (whole[j].from >= to || whole[j].to <= from) continue;
                assert_true(expected < some);
                assert_int_equal(part[expected].from, whole[j].from);
                assert_int_equal(part[expected++].to, whole[j].to);
            }
            assert_int_equal(some, expected);
        }
    }
}

static void days_left_out_and_the_end_are_respected(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *exdates, *days;
    } cases[] = {
        {NULL, NULL, "2026-11-03"},
        {NULL, "2026-11-03", ""},
        {"FREQ=WEEKLY;BYDAY=TU;UNTIL=20261124", NULL,
         "2026-11-03 2026-11-10 2026-11-17 2026-11-24"},
        {"FREQ=WEEKLY;BYDAY=TU;UNTIL=20261124", "2026-11-10,2026-11-17", "2026-11-03 2026-11-24"},
        /* the session of the 24th begins at 14:00 in Paris, 13:00 in universal time */
        {"FREQ=WEEKLY;BYDAY=TU;UNTIL=20261124T125900Z", NULL, "2026-11-03 2026-11-10 2026-11-17"},
        {"FREQ=WEEKLY;BYDAY=TU;UNTIL=20261124T130000Z", NULL,
         "2026-11-03 2026-11-10 2026-11-17 2026-11-24"},
        {"FREQ=WEEKLY;BYDAY=TU;UNTIL=20261123T235900Z", NULL, "2026-11-03 2026-11-10 2026-11-17"},
        {"FREQ=WEEKLY;BYDAY=TU;COUNT=2", NULL, "2026-11-03 2026-11-10"},
        {"FREQ=WEEKLY;BYDAY=TU;COUNT=2", "2026-11-03", "2026-11-10"},
        {"FREQ=WEEKLY;BYDAY=WE;COUNT=2", NULL, "2026-11-04 2026-11-11"},
    };
    struct buffer days = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct session session = {.first = day_of("2026-11-03"),
                                  .opens = 840,
                                  .closes = 1080,
                                  .rrule = cases[i].rule,
                                  .exdates = cases[i].exdates};
        list_days(&session, "2026-01-01", "2027-01-01", &days);
        assert_string_equal(days.data, cases[i].days);
    }
    buffer_free(&days);
}

static void an_occurrence_counts_from_its_first_minute_to_before_its_last(void **state)
{
    (void)state;
    struct session session = {.first = day_of("2026-11-03"),
                              .opens = 1320,
                              .closes = 1560,
                              .rrule = "FREQ=DAILY;COUNT=1"};
    static const struct {
        const char *from, *to;
        size_t count;
    } cases[] = {
        {"2026-11-03T21:00", "2026-11-03T22:00", 0},
        {"2026-11-03T21:00", "2026-11-03T22:01", 1},
        {"2026-11-04T01:59", "2026-11-04T02:00", 1},
        {"2026-11-04T02:00", "2026-11-05", 0},
        {"2026-11-01", "2026-12-01", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct interval found[4];
        size_t count;
        assert_int_equal(session_occurrences(&session, paris, at_of(cases[i].from),
                                             at_of(cases[i].to), 4, found, &count),
                         STATUS_OK);
        assert_int_equal(count, cases[i].count);
        if (count == 0) continue;
        assert_int_equal(found[0].from, at_of("2026-11-03T22:00"));
        assert_int_equal(found[0].to, at_of("2026-11-04T02:00"));
    }
}

static void local_hours_stay_the_same_across_both_changes(void **state)
{
    (void)state;
    struct session session = {
        .first = day_of("2026-03-24"), .opens = 840, .closes = 1080, .rrule = "FREQ=WEEKLY"};
    struct interval found[OCCURRENCE_MAX];
    size_t count;
    assert_int_equal(session_occurrences(&session, paris, at_of("2026-03-01"), at_of("2026-12-01"),
                                         OCCURRENCE_MAX, found, &count),
                     STATUS_OK);
    assert_int_equal(count, 36);
    for (size_t i = 0; i < count; i++) {
        int minute;
        instant_day(paris, found[i].from, &minute);
        assert_int_equal(minute, 840);
        assert_int_equal(found[i].to - found[i].from, 4 * 3600);
    }
}

static void no_more_than_asked_is_written(void **state)
{
    (void)state;
    struct session session = {
        .first = day_of("2026-03-24"), .opens = 840, .closes = 1080, .rrule = "FREQ=DAILY"};
    struct interval found[3] = {0};
    size_t count;
    for (size_t limit = 0; limit <= 2; limit++) {
        assert_int_equal(session_occurrences(&session, paris, at_of("2026-04-01"),
                                             at_of("2026-05-01"), limit, found, &count),
                         STATUS_OK);
        assert_int_equal(count, limit);
        assert_int_equal(found[limit].from, 0);
    }
}

static void what_is_no_rule_or_has_no_end_in_sight_is_refused(void **state)
{
    (void)state;
    static const char *const rules[] = {"",
                                        "tous les mardis",
                                        "FREQ=SECONDLY",
                                        "FREQ=HOURLY",
                                        "FREQ=WEEKLY;BYDAY=1MO",
                                        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                                        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=31"};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct session session = {
            .first = day_of("2026-11-03"), .opens = 840, .closes = 1080, .rrule = rules[i]};
        struct interval found[4];
        size_t count = 9;
        assert_int_equal(session_occurrences(&session, paris, at_of("2026-11-01"),
                                             at_of("2027-11-01"), 4, found, &count),
                         STATUS_INVALID);
        assert_int_equal(count, 0);
    }
    struct session counted = {.first = day_of("1900-01-01"),
                              .opens = 840,
                              .closes = 1080,
                              .rrule = "FREQ=DAILY;COUNT=1000000"};
    struct interval found[4];
    size_t count;
    assert_int_equal(session_occurrences(&counted, paris, at_of("2026-11-01"), at_of("2027-11-01"),
                                         4, found, &count),
                     STATUS_INVALID);
}

static void a_session_that_ends_before_it_begins_is_refused(void **state)
{
    (void)state;
    static const uint16_t hours[][2] = {{840, 840}, {840, 600}, {1440, 1500}, {600, 600 + 1441}};
    for (size_t i = 0; i < sizeof hours / sizeof *hours; i++) {
        struct session session = {
            .first = day_of("2026-11-03"), .opens = hours[i][0], .closes = hours[i][1]};
        struct interval found[4];
        size_t count;
        assert_int_equal(session_occurrences(&session, paris, at_of("2026-11-01"),
                                             at_of("2027-11-01"), 4, found, &count),
                         STATUS_INVALID);
    }
}

static void what_recurs_pauses_while_the_place_is_closed(void **state)
{
    (void)state;
    struct interval found[OCCURRENCE_MAX];
    size_t count = 0;
    const struct closure closures[] = {{day_of("2026-12-24"), day_of("2026-12-24")},
                                       {day_of("2026-12-29"), day_of("2027-01-05")}};
    struct session session = {.first = day_of("2026-12-22"),
                              .opens = 840,
                              .closes = 960,
                              .rrule = "FREQ=WEEKLY;BYDAY=TU,TH",
                              .closures = closures,
                              .closure_count = 2};
    instant from = at_of("2026-12-20T00:00"), to = at_of("2027-01-13T00:00");
    static const char *const expected[] = {"2026-12-22T14:00", "2027-01-07T14:00",
                                           "2027-01-12T14:00"};
    assert_int_equal(session_occurrences(&session, paris, from, to, OCCURRENCE_MAX, found, &count),
                     STATUS_OK);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++) assert_int_equal(found[i].from, at_of(expected[i]));

    session.rrule = NULL; /* a day that is said by itself was said on purpose */
    session.first = day_of("2026-12-24");
    assert_int_equal(session_occurrences(&session, paris, from, to, OCCURRENCE_MAX, found, &count),
                     STATUS_OK);
    assert_int_equal(count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_recurs_pauses_while_the_place_is_closed),
        cmocka_unit_test(what_coordinators_write_is_read_or_refused_as_the_table_says),
        cmocka_unit_test(recurrences_may_say_when_they_begin),
        cmocka_unit_test(sessions_fall_on_the_days_that_another_reading_finds),
        cmocka_unit_test(the_examples_of_the_standard_fall_on_the_days_it_prints),
        cmocka_unit_test(a_session_long_past_its_first_day_falls_on_the_same_days),
        cmocka_unit_test(days_left_out_and_the_end_are_respected),
        cmocka_unit_test(an_occurrence_counts_from_its_first_minute_to_before_its_last),
        cmocka_unit_test(local_hours_stay_the_same_across_both_changes),
        cmocka_unit_test(no_more_than_asked_is_written),
        cmocka_unit_test(what_is_no_rule_or_has_no_end_in_sight_is_refused),
        cmocka_unit_test(a_session_that_ends_before_it_begins_is_refused),
    };
    return cmocka_run_group_tests(tests, open_zone, close_zone);
}
